import type { Browser, Page } from 'playwright';
import { newPhone } from './browser.ts';

/** Opens the app for the first time, gives a name, and waits until the app can do without its server. */
export async function begin(page: Page, url: string, name: string, kana = ''): Promise<void> {
  await page.goto(url);
  await page.fill('#name', name);
  await page.fill('#kana', kana);
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

/** Writes a voice from wherever the tabs are shown, and waits until it stands in the list: it is durable then. */
export async function writeVoice(page: Page, text: string): Promise<void> {
  await goTo(page, 'ホーム');
  await page.click('a[href="/write"]');
  await page.fill('#voice', text);
  await page.click('.bar button');
  await page.locator('li.row', { hasText: text }).waitFor();
}

/** One of the tabs by its name. */
export async function goTo(page: Page, tab: 'ホーム' | '安否' | 'マイとも'): Promise<void> {
  await page.getByRole('link', { name: tab, exact: true }).click();
}

/** Asks the server now, and waits until nothing is left to send. */
export async function sendAll(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/outbox`);
  await page.getByRole('button', { name: 'いま試す' }).click();
  await page.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
}

/** The link of one's own invitation. */
export async function inviteLink(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/friends/add`);
  await page.locator('svg.qr path').waitFor();
  return page.inputValue('#link');
}

/** Opens somebody's invitation, accepts it, and waits until the server has it. */
export async function takeInvite(page: Page, link: string, url: string): Promise<void> {
  await page.goto(link);
  await acceptInvite(page);
  await sendAll(page, url);
}

/** Accepts the invitation that is shown, and waits until that is durable: going elsewhere before would end the worker that writes it. */
export async function acceptInvite(page: Page): Promise<void> {
  await page.getByRole('button', { name: /とマイともになる/ }).click();
  await page
    .getByText(/^申請を、この端末に保存しました|とは、もうマイともです/)
    .first()
    .waitFor();
}

/** Phones of these people, who begin at the same time; in the order of their names. */
export async function beginAll<Names extends readonly string[]>(
  browser: Browser,
  url: string,
  ...names: Names
): Promise<{ [I in keyof Names]: Page }> {
  const beginOne = async (name: string) => {
    const page = await newPhone(browser);
    await begin(page, url, name);
    return page;
  };
  return (await Promise.all(names.map(beginOne))) as { [I in keyof Names]: Page };
}

/** `guest` takes the invitation of `host`, and both have it from the server. */
export async function befriend(host: Page, guest: Page, url: string): Promise<void> {
  await takeInvite(guest, await inviteLink(host, url), url);
  await sendAll(host, url);
}

/** The phones of Yuka and of Koichi, who is her friend. Both show their outbox. */
export async function twoFriends(browser: Browser, url: string): Promise<[yuka: Page, koichi: Page]> {
  const [yuka, koichi] = await beginAll(browser, url, '宮田 由佳', '川島 航一');
  await befriend(yuka, koichi, url);
  return [yuka, koichi];
}
