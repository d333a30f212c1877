import type { BrowserContext, Page } from 'playwright';

// Of the page, in which the functions given to it run.
declare const navigator: { serviceWorker: { controller: unknown } };
declare const tayoriApp: {
  get(): {
    readonly entries: number;
    readonly voices: readonly { id: string }[];
    readonly friends: readonly unknown[];
    readonly syncLine: { readonly reach: string };
  };
};

/** Opens the app for the first time, gives a name, and waits until it can do without its server. */
export async function begin(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(origin);
  await page.fill('#name', '試し');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  return page;
}

/** The link by which others become friends of the page's person. */
export async function inviteLink(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/friends/add`);
  await page.locator('svg.qr path').waitFor();
  const link = await page.inputValue('#link');
  // The server must know the invitation before anybody takes it up.
  await page.goto(origin);
  await rested(page);
  return link;
}

/** Waits until nothing is left to send or fetch. */
export async function rested(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /最新.*未送信なし/ })
    .waitFor();
}

/** Waits until the device holds so many entries at least, and nothing is under way. Only in the test build. */
export async function holds(page: Page, entries: number): Promise<void> {
  await page.waitForFunction((least) => tayoriApp.get().entries >= least, entries, { polling: 250 });
  await rested(page);
}
