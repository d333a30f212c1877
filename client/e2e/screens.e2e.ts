import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { deviceStates } from './sample-devices.ts';
import { startServer, type RealServer } from './real-server.ts';
import { messageStates } from './sample-messages.ts';
import { recoveryStates, type Deed } from './sample-recovery.ts';
import { dataStates, emptyState, leftStates, narrowedState, sampleState, troubledState } from './sample-state.ts';

// Every screen in its filled, empty and troubled state, looked at by a machine: nothing to scroll sideways, nothing too small to touch, nothing that axe
// finds. With TAYORI_PICTURES=folder each is also a picture, for people to look at.

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env['TAYORI_PICTURES'];
// While one works on some of them: their names, with commas between.
const only = process.env['TAYORI_SCREENS']?.split(',');
// Sixty screens one after the other, beside as many others, on a machine that may be busy.
const limitMs = 600_000;
const morning = Date.UTC(2026, 9, 22, 5, 12);

const states = {
  filled: sampleState,
  empty: emptyState,
  troubled: troubledState,
  narrowed: narrowedState,
  ...leftStates,
  ...dataStates,
  ...messageStates,
  ...deviceStates,
  ...recoveryStates,
};
interface Shown {
  readonly path: string;
  /** The first one in every look, all of them in those that look at everything. */
  readonly states: readonly (keyof typeof states)[];
  /** What is opened by a tap, each the first of its kind. */
  readonly taps?: readonly string[];
}
const screens: Readonly<Record<string, Shown>> = {
  home: { path: '/', states: ['filled', 'empty', 'troubled', 'talks'] },
  safety: { path: '/safety', states: ['filled', 'empty', 'troubled', 'narrowed'] },
  person: { path: '/safety/p9', states: ['filled', 'empty', 'moved'] },
  about: { path: '/safety/p9/say', states: ['filled', 'empty'] },
  friend: { path: '/safety/p9/friend', states: ['filled', 'empty'] },
  friends: { path: '/friends', states: ['filled', 'empty'] },
  add: { path: '/friends/add', states: ['filled', 'empty'] },
  handle: { path: '/@niwa_sae', states: ['filled', 'troubled'] },
  outbox: { path: '/outbox', states: ['filled', 'empty', 'troubled', 'lifeOnly', 'lifted'] },
  me: { path: '/me', states: ['filled', 'talks', 'troubled', 'lifeOnly'] },
  devices: { path: '/me/devices', states: ['devices', 'deviceAsked', 'deviceLeft', 'deviceWaits'] },
  deviceCut: { path: '/', states: ['deviceCut'] },
  join: { path: '/join', states: ['joining', 'joinWaits', 'joinFound'] },
  leave: { path: '/me/leave', states: ['filled', 'empty'] },
  words: {
    path: '/me/words',
    states: ['wordsBefore', 'wordsShown', 'wordsAsked', 'wordsEscrow', 'wordsOwn', 'wordsOnPaper', 'wordsOffline'],
  },
  restore: { path: '/restore', states: ['back', 'backWrong', 'backOffline', 'backPassphrase', 'backHere'] },
  left: { path: '/', states: ['leaving', 'left', 'wiped', 'shutOut'] },
  audience: { path: '/me/audience', states: ['filled', 'empty'] },
  share: { path: '/status/share', states: ['filled', 'empty'] },
  status: { path: '/status', states: ['filled', 'empty'] },
  write: { path: '/write', states: ['filled', 'empty'] },
  voice: { path: '/voice/v3', states: ['filled', 'empty'] },
  help: { path: '/help', states: ['filled'] },
  checkedIn: { path: '/voice/v6', states: ['filled'] },
  checkIn: { path: '/check-in', states: ['filled'] },
  where: { path: '/where', states: ['filled', 'empty'] },
  messages: { path: '/messages', states: ['talks', 'filled', 'noTalks', 'search', 'notFound'] },
  knocks: { path: '/messages', states: ['talks'], taps: ['.knocks summary'] },
  newMessage: { path: '/messages/new', states: ['talks', 'empty'] },
  newGroup: {
    path: '/messages/new',
    states: ['talks'],
    taps: ['main input:not(:checked)', 'main input:not(:checked)'],
  },
  pair: { path: '/messages/c1', states: ['pair'] },
  group: { path: '/messages/c2', states: ['group'] },
  openedPair: {
    path: '/messages/c1',
    states: ['pair'],
    taps: ['.me .sent', '.me .said > .ic', '.earlier summary', '.note summary'],
  },
  recorder: { path: '/messages/c3', states: ['begun'], taps: ['button.tool:nth-of-type(2)'] },
  openedGroup: { path: '/messages/c2', states: ['group'], taps: ['.me .sent'] },
  request: { path: '/messages/r1', states: ['request'] },
  over: { path: '/messages/c5', states: ['over'] },
  members: { path: '/messages/c2/members', states: ['group'] },
  membersPair: { path: '/messages/c1/members', states: ['pair'] },
  // Without permission to know the position.
  checkInDenied: { path: '/check-in', states: ['empty'] },
  lost: { path: '/no-such-place', states: ['filled'] },
};
const languages = ['ja', 'ja-easy', 'en'] as const;
type Look = {
  readonly language: (typeof languages)[number];
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  readonly text: string;
  /** Each screen in every state; else in its first one. */
  readonly isWhole?: true;
  /** Nothing but sizes differs from another look, which axe has seen. */
  readonly isSizeOnly?: true;
  readonly zoom?: number;
  readonly forced?: true;
};
const phone = { width: 360, height: 740, theme: 'light', text: 'normal' } as const;
const narrow = { ...phone, width: 320, height: 640 } as const;
const looks: readonly Look[] = [
  // Everything in each language, the two that take more room on the narrowest screen.
  { ...phone, language: 'ja', isWhole: true },
  { ...narrow, language: 'ja-easy', isWhole: true },
  { ...narrow, language: 'en', isWhole: true },
  ...languages.map((language) => ({ ...phone, language, theme: 'dark' }) as const),
  ...languages.map((language) => ({ ...phone, language, text: 'larger', isSizeOnly: true }) as const),
  { language: 'ja', width: 1280, height: 800, theme: 'dark', text: 'normal' },
  { language: 'en', width: 1280, height: 800, theme: 'dark', text: 'normal' },
  // The size of a tablet, a laptop at 200 % (half of its pixels in each direction), and colours that the system forces on everything: once each.
  { language: 'en', width: 768, height: 1024, theme: 'light', text: 'normal', isSizeOnly: true },
  { language: 'ja-easy', width: 640, height: 400, theme: 'light', text: 'normal', zoom: 2, isSizeOnly: true },
  { ...phone, language: 'ja', forced: true },
  { ...phone, language: 'ja', theme: 'dark', forced: true },
];

// What is committed: each main screen once, and where looks differ most. `npm run pictures` makes them anew.
const main = [
  'home',
  'safety',
  'person',
  'status',
  'checkIn',
  'write',
  'voice',
  'outbox',
  'friends',
  'friend',
  'me',
  'where',
  'messages',
  'pair',
  'group',
];
const kept: readonly { look: string; names: readonly string[] }[] = [
  { look: 'ja-360-light-normal', names: main },
  { look: 'ja-360-dark-normal', names: ['home', 'safety', 'status'] },
  { look: 'ja-360-light-normal-forced', names: ['home', 'safety'] },
  { look: 'ja-easy-320-light-normal', names: ['safety', 'status'] },
  { look: 'en-768-light-normal', names: ['safety'] },
  { look: 'en-1280-dark-normal', names: ['home', 'safety'] },
];

let browser: Browser;
let server: RealServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  if (pictures) mkdirSync(pictures, { recursive: true });
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** How a look is called in the name of a picture. */
function nameOf({ language, width, theme, text, forced }: Look): string {
  return [language, width, theme, text, ...(forced ? ['forced'] : [])].join('-');
}

/** Whether a picture is wanted: all of them, or those that are committed. */
function isWanted(name: string, state: string, look: Look): boolean {
  if (process.env['TAYORI_PICTURES_OF'] !== 'main') return true;
  const isFirst = state === screens[name]?.states[0];
  return isFirst && kept.some((one) => one.look === nameOf(look) && one.names.includes(name));
}

/** The app in the test build, whose worker is silent, so that it shows what it is given. */
async function open(look: Look): Promise<{ page: Page; complaints: string[] }> {
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
  await page.goto(server.url);
  await page.waitForFunction(() => 'tayoriApp' in globalThis);
  await page.addScriptTag({ content: axe });
  return { page, complaints };
}

async function show(page: Page, { path, taps = [] }: Shown, state: object): Promise<void> {
  const { told, deeds = [] } = state as { told?: object; deeds?: readonly Deed[] };
  // Another screen between, so that what was done on this one before is gone.
  await page.evaluate(() => {
    const { tayoriApp } = globalThis as unknown as { tayoriApp: { set(change: object): void } };
    tayoriApp.set({ phase: 'opening', path: '/' });
  });
  await page.waitForTimeout(20);
  await page.evaluate(
    ({ path, state, told }) => {
      history.replaceState({ depth: 1, scrollY: 0 }, '', path);
      const { tayoriApp } = globalThis as unknown as { tayoriApp: { set(change: object): void } };
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

/** What a person would trip over, each in words. */
function findTrouble(): string[] {
  const found: string[] = [];
  /** Whether a finger that misses its middle by 22 px still meets it: a name may be smaller than the row that leads where it does. */
  function canBeTouched(element: Element): boolean {
    element.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    return [
      [0, -21],
      [0, 21],
      [-21, 0],
      [21, 0],
    ].every(([dx = 0, dy = 0]) => element.contains(document.elementFromPoint(x + dx, y + dy)));
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`scrolls sideways: ${scrollWidth} of ${innerWidth}`);
  for (const element of document.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, label.opt')) {
    const { width, height } = element.getBoundingClientRect();
    const isHidden = width < 2 || height < 2 || !element.checkVisibility({ opacityProperty: true });
    const isInText = element.matches('p a, .skip') || (element.matches('input') && element.closest('label') !== null);
    if (isHidden || isInText) continue;
    if ((Math.round(height) < 44 || Math.round(width) < 44) && !canBeTouched(element))
      found.push(`${element.tagName} "${element.textContent?.trim().slice(0, 30)}" is ${width} x ${height}`);
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden')
      found.push(`"${element.textContent?.trim().slice(0, 30)}" is cut off`);
  }
  return found;
}

/** Kanji without a reading. */
function findBareKanji(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isRead = node.parentElement?.closest('ruby, script, noscript, [lang=ja]:not(html)');
    if (!isRead && /\p{sc=Han}/u.test(node.textContent ?? '')) found.push(`no reading: ${node.textContent}`);
  }
  return found;
}

/** What people wrote, in kana: then every kanji on the screen is ours. What is not there stays so. */
function inKana(state: object): object {
  const kana = JSON.parse(JSON.stringify(state).replace(/[\p{sc=Han}々ヶ]+/gu, 'かな')) as object;
  const missing = Object.entries(state).filter(([, value]) => value === undefined);
  return { ...kana, ...Object.fromEntries(missing) };
}

async function findByAxe(page: Page, { language, forced, isSizeOnly }: Look): Promise<string[]> {
  if (isSizeOnly) return [];
  const { violations } = await page.evaluate(
    ({ hasReadings, isForced }) => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      // axe takes readings for words that a name must hold too; in the other languages the same names are asked.
      // Of forced colours it sees those that we asked for, not those that are shown.
      return axe.run({
        rules: { 'label-content-name-mismatch': { enabled: !hasReadings }, 'color-contrast': { enabled: !isForced } },
      });
    },
    { hasReadings: language === 'ja-easy', isForced: forced ?? false },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

for (const look of looks) {
  const { language, width, theme, text } = look;
  const how = `${look.zoom ? ', enlarged' : ''}${look.forced ? ', forced colours' : ''}`;
  test.concurrent(
    `${language}, ${width} wide, ${theme}, ${text} text${how}: every screen can be read, reached and touched`,
    async () => {
      const { page, complaints } = await open(look);
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
            const whole = process.env['TAYORI_PICTURES_OF'] !== 'main' && width < 1000;
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
