import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { openLine, type Line } from './line.ts';
import { begin, goTo, writeVoice } from './people.ts';
import { openProfile, type Profile } from './profile.ts';
import { startServer, type RealServer } from './real-server.ts';

// A line on which every answer takes its time, so that there is something to be seen meanwhile.
const folder = mkdtempSync(join(tmpdir(), 'tayori-sending-'));
let server: RealServer;
let line: Line;
let profile: Profile;
let page: Page;

beforeAll(async () => {
  [server, line] = await Promise.all([startServer(), openLine()]);
  profile = await openProfile(folder, [`--proxy-server=${line.address}`, '--proxy-bypass-list=<-loopback>']);
  ({ page } = profile);
  await begin(page, server.url, '宮田 由佳');
  await page.getByRole('status').filter({ hasText: '未送信なし' }).waitFor();
});
afterAll(async () => {
  await Promise.all([profile?.kill(), line?.close(), server?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Notes every different word of the sync line from now on. */
const watchLine = () =>
  page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const note = () => {
      const text = document.querySelector('.sync [role=status]')?.textContent ?? '';
      if (said.at(-1) !== text) said.push(text);
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
const lineSaid = () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);

/** As another tab would: a hundred voices by hand would take too long. */
async function writeLong(count: number): Promise<void> {
  await page.evaluate((n) => {
    const channel = new BroadcastChannel('tayori-tabs');
    for (let i = 1; i <= n; i++) {
      const letters = [...crypto.getRandomValues(new Uint16Array(1300))].map((code) => 0x4e00 + (code % 20_000));
      const input = { text: String.fromCodePoint(...letters), place: '' };
      channel.postMessage({ what: 'ask', tab: 'story', command: { id: `story-${i}`, name: 'writeVoice', input } });
    }
  }, count);
}

test('after an outage it says how many of how many are being sent, and still up to when the screen is true', async () => {
  line.cut();
  for (const text of ['一つ目', '二つ目', '三つ目']) await writeVoice(page, text);
  await page.getByRole('status').filter({ hasText: '未送信 3' }).waitFor();
  await page.click('.sync a');
  line.delay(4_000);
  line.mend();
  await page.getByRole('button', { name: 'いま試す' }).click();
  const busy = page.getByRole('status').filter({ hasText: '送っています 1／3' });
  await busy.waitFor();
  expect(await busy.textContent()).toMatch(/\d+:\d\d まで/);
  await page.getByRole('status').filter({ hasText: '未送信なし' }).waitFor();
});

test('what does not fit into one request is counted on from request to request', async () => {
  line.cut();
  await writeLong(120);
  await page.getByRole('status').filter({ hasText: '未送信 120' }).waitFor({ timeout: 90_000 });
  await watchLine();
  line.delay(1_500);
  line.mend();
  await page.getByRole('button', { name: 'いま試す' }).click();
  await page.getByRole('status').filter({ hasText: '未送信なし' }).waitFor();
  const numbers = (await lineSaid()).flatMap((text) => /送っています (\d+)／(\d+)/.exec(text)?.slice(1) ?? []);
  const done = numbers.filter((_, i) => i % 2 === 0).map(Number);
  expect(new Set(numbers.filter((_, i) => i % 2 === 1))).toEqual(new Set(['120']));
  expect(done[0]).toBe(1);
  expect(new Set(done).size).toBeGreaterThan(1);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect((await lineSaid()).every((text) => /\d+:\d\d/.test(text))).toBe(true);
  await goTo(page, 'ホーム');
});
