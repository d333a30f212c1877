import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begin, writeVoice } from './people.ts';
import { openProfile, type Profile } from './profile.ts';
import { startServer, type RealServer } from './real-server.ts';

let server: RealServer;
let profile: Profile;
const folder = mkdtempSync(join(tmpdir(), 'tayori-profile-'));

beforeAll(async () => {
  [server, profile] = await Promise.all([startServer(), openProfile(folder)]);
  await begin(profile.page, server.url, '宮田 由佳');
});
afterAll(async () => {
  await profile?.kill();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what was said to be saved is there after the browser was killed at that moment, three times', async () => {
  // The card has left, so that only what is written from here on waits.
  await profile.page.getByRole('status').filter({ hasText: '未送信なし' }).waitFor();
  await server.stop();
  const texts = ['一つ目の文', '二つ目の文', '三つ目の文'];
  for (const [i, text] of texts.entries()) {
    await writeVoice(profile.page, text);
    await profile.kill();
    profile = await openProfile(folder);
    await profile.page.goto(server.url);
    for (const written of texts.slice(0, i + 1)) {
      const row = profile.page.locator('li.row', { hasText: written });
      await row.getByText('この端末だけ').waitFor();
      expect(await row.count()).toBe(1);
    }
  }
  await profile.page.getByRole('status').filter({ hasText: '未送信 3' }).waitFor();
});
