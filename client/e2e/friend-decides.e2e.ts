import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { befriend, beginAll, goTo, inviteLink, sendAll, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka has two friends called 佐藤 美咲: she tells them apart by names of her own, which nobody else learns, and ends it with one of them for good.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let upstairs: Page;
let colleague: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, upstairs, colleague] = await beginAll(browser, server.url, '宮田 由佳', '佐藤 美咲', '佐藤 美咲');
  for (const guest of [upstairs, colleague]) await befriend(yuka, guest, server.url);
  await writeVoice(upstairs, '上の階です。');
  await sendAll(upstairs, server.url);
  await writeVoice(colleague, '会社にいます。');
  await sendAll(colleague, server.url);
  await sendAll(yuka, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens what Yuka may decide about the author of a voice. */
async function openFriendOf(voice: string): Promise<void> {
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: voice }).waitFor();
  const { id, name } = await yuka.evaluate((text) => {
    const { tayoriApp } = globalThis as unknown as {
      tayoriApp: { get(): { voices: { text: string; author: { id: string; name: string } }[] } };
    };
    return tayoriApp.get().voices.find((one) => one.text === text)!.author;
  }, voice);
  await yuka.goto(`${server.url}/safety/${id}/friend`);
  await yuka.getByRole('heading', { name: `${name}さんのこと` }).waitFor();
}

test('two of one name are told apart, offline, everywhere on her phone', async () => {
  await openFriendOf('上の階です。');
  await yuka.context().setOffline(true);
  await yuka.fill('#own-name', '美咲さん（上の階）');
  await yuka.getByRole('button', { name: 'この呼び名にする' }).click();
  await yuka.getByText('保存しました。').waitFor();
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: '上の階です。' }).getByText('美咲さん（上の階）').waitFor();
  await yuka.locator('li.row', { hasText: '会社にいます。' }).getByText('佐藤 美咲', { exact: true }).waitFor();
  await goTo(yuka, '安否');
  await yuka.getByRole('link', { name: '美咲さん（上の階）', exact: true }).click();
  await yuka.getByText('本人の名前：佐藤 美咲').waitFor();
  await yuka.context().setOffline(false);
  await sendAll(yuka, server.url);
});

test('the name is there after the browser was opened again, and can be taken back', async () => {
  await yuka.goto(server.url);
  await yuka.locator('li.row', { hasText: '上の階です。' }).getByText('美咲さん（上の階）').waitFor();
  await openFriendOf('上の階です。');
  expect(await yuka.inputValue('#own-name')).toBe('美咲さん（上の階）');
  await yuka.fill('#own-name', '');
  await yuka.getByRole('button', { name: 'この呼び名にする' }).click();
  await yuka.getByRole('heading', { name: '佐藤 美咲さんのこと' }).waitFor();
});

test('what is blocked is gone from every screen, asks in vain, and can be shown again', async () => {
  await openFriendOf('会社にいます。');
  await yuka.getByRole('button', { name: '佐藤 美咲さんをブロックする' }).click();
  await yuka.getByRole('button', { name: 'ブロックする', exact: true }).click();
  await sendAll(yuka, server.url);
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: '上の階です。' }).waitFor();
  expect(await yuka.getByText('会社にいます。').count()).toBe(0);
  await goTo(yuka, '安否');
  expect(await yuka.locator('li.row').count()).toBe(1);

  await colleague.goto(await inviteLink(yuka, server.url));
  await sendAll(colleague, server.url);
  await sendAll(yuka, server.url);
  await goTo(yuka, 'マイとも');
  await yuka.getByText('ブロックした人 1人').click();
  expect(await yuka.getByRole('button', { name: /の申請を承認/ }).count()).toBe(0);
  await yuka.getByRole('button', { name: 'やめる', exact: true }).click();
  await yuka.getByText('ブロックした人').waitFor({ state: 'detached' });
});
