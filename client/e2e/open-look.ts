import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright';
import type { Deed } from './sample-recovery.ts';
import type { Look } from './screens-looks.ts';
import type { Shown } from './screens-shown.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The app at `url` in the test build, whose worker is silent, so that it shows what it is given. */
export async function openLook(
  browser: Browser,
  url: string,
  look: Look,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.zoom ?? 1,
    colorScheme: look.theme,
    forcedColors: look.forced ? 'active' : 'none',
    locale: look.language.slice(0, 2),
    // The policy of the page lets no script in from elsewhere, axe among them.
    bypassCSP: true,
    serviceWorkers: 'block',
    timezoneId: 'Asia/Tokyo',
    permissions: ['geolocation'],
    geolocation: { latitude: 37.3936, longitude: 136.9, accuracy: 40 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(
    ([chosen, text]) => {
      localStorage.setItem('tayori.language', chosen);
      localStorage.setItem('tayori.textSize', text);
      // Silent, but for what a state tells of recovery words.
      globalThis.Worker = class extends EventTarget {
        postMessage({ id, name, input }: { id: string; name: string; input: { do: string } }) {
          const { told } = globalThis as unknown as { told?: Record<string, { seed?: number[] }> };
          const value = name === 'recovery' ? told?.[input.do] : undefined;
          if (!value) return;
          const given = value.seed ? { ...value, seed: Uint8Array.from(value.seed) } : value;
          const data = { kind: 'answer', id, answer: { ok: true, value: given } };
          this.dispatchEvent(new MessageEvent('message', { data }));
        }
        terminate() {}
      } as unknown as typeof Worker;
    },
    [look.language, look.text] as const,
  );
  await page.goto(url);
  await page.waitForFunction(() => 'tayoriApp' in globalThis);
  await page.addScriptTag({ content: axe });
  return { page, complaints };
}

/** Shows a screen in a state, and does what is done there before it is looked at. */
export async function show(page: Page, { path, taps = [] }: Shown, state: object): Promise<void> {
  const { told, deeds = [] } = state as { told?: object; deeds?: readonly Deed[] };
  await page.evaluate(
    async ({ path, state, told }) => {
      const { tayoriApp } = globalThis as unknown as { tayoriApp: { set(change: object): void } };
      // Another screen between, so that what was done on this one before is gone.
      tayoriApp.set({ phase: 'opening', path: '/' });
      await new Promise((next) => setTimeout(next, 20));
      history.replaceState({ depth: 1, scrollY: 0 }, '', path);
      Object.assign(globalThis, { told });
      tayoriApp.set({ ...state, path });
      scrollTo(0, 0);
    },
    { path, state, told },
  );
  // Screens behind the first ones come in a file of their own.
  await page.waitForFunction(() => document.querySelector('main h1, main h2, main form, main .say'));
  for (const deed of deeds) {
    if ('fill' in deed) await page.fill(deed.fill, deed.text);
    else await page.click(deed.click);
  }
  if (path === '/me/words') await page.waitForSelector('main section h2');
  if (path === '/check-in') await page.waitForSelector('main fieldset, #prefecture');
  if (await page.isVisible('#prefecture')) {
    await page.selectOption('#prefecture', '17');
    await page.locator('[value="17204 "]').dispatchEvent('click');
    await page.waitForSelector('#shelter');
  }

  for (const one of taps) await page.locator(one).first().click();
  await page.waitForTimeout(50);
}
