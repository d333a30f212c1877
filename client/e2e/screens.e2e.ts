import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright';
import { launchBrowser } from './browser.ts';
import { findBareKanji, findByAxe, findTrouble } from './find-trouble.ts';
import { openLook, show } from './open-look.ts';
import { startServer, type RealServer } from './real-server.ts';
import { isCommitted, looks, nameOf, type Look } from './screens-looks.ts';
import { screens, states } from './screens-shown.ts';

// Every screen in its filled, empty and troubled state, looked at by a machine: nothing to scroll sideways, nothing too small to touch, nothing that axe
// finds. With TAYORI_PICTURES=folder each is also a picture, for people to look at.

const pictures = process.env['TAYORI_PICTURES'];
const isOfMain = process.env['TAYORI_PICTURES_OF'] === 'main';
// While one works on some of them: their names, with commas between.
const only = process.env['TAYORI_SCREENS']?.split(',');
// Sixty screens one after the other, beside as many others, on a machine that may be busy.
const limitMs = 600_000;
const morning = Date.UTC(2026, 9, 22, 5, 12);

let browser: Browser;
let server: RealServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  if (pictures) mkdirSync(pictures, { recursive: true });
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** Whether a picture is wanted: all of them, or those that are committed. */
function isWanted(name: string, state: string, look: Look): boolean {
  if (!isOfMain) return true;
  return state === screens[name]?.states[0] && isCommitted(name, look);
}

/** What people wrote, in kana: then every kanji on the screen is ours. What is not there stays so. */
function inKana(state: object): object {
  const kana = JSON.parse(JSON.stringify(state).replace(/[\p{sc=Han}々ヶ]+/gu, 'かな')) as object;
  const missing = Object.entries(state).filter(([, value]) => value === undefined);
  return { ...kana, ...Object.fromEntries(missing) };
}

for (const look of looks) {
  const { language, width, theme, text } = look;
  const how = `${look.zoom ? ', enlarged' : ''}${look.forced ? ', forced colours' : ''}`;
  test.concurrent(
    `${language}, ${width} wide, ${theme}, ${text} text${how}: every screen can be read, reached and touched`,
    async () => {
      const { page, complaints } = await openLook(browser, server.url, look);
      const trouble: string[] = [];
      for (const [name, screen] of Object.entries(screens)) {
        if (only && !only.includes(name)) continue;
        if (name === 'checkInDenied') await page.context().clearPermissions();
        for (const state of look.isWhole ? screen.states : screen.states.slice(0, 1)) {
          const shown = states[state](morning);
          await show(page, screen, language === 'ja-easy' ? inKana(shown) : shown);
          const where = `${name} ${state}: `;
          trouble.push(...(await page.evaluate(findTrouble)).map((one) => where + one));
          trouble.push(...(await findByAxe(page, look)).map((one) => where + one));
          if (language === 'ja-easy') trouble.push(...(await page.evaluate(findBareKanji)).map((one) => where + one));
          if (pictures && isWanted(name, state, look)) {
            await page.evaluate(() => scrollTo(0, 0));
            const path = `${pictures}/${name}-${state}-${nameOf(look)}.png`;
            const whole = !isOfMain && width < 1000;
            await page.screenshot({ path, fullPage: whole });
          }
        }
      }
      await page.context().close();
      expect(trouble).toEqual([]);
      expect(complaints).toEqual([]);
    },
    limitMs,
  );
}
