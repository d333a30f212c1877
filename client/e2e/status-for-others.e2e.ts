import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink, sendAll } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yosuke finds Kinue hurt and says so; Yuka, a friend of both, learns it from him, then from Kinue herself. Then Kinue shows it to nobody.
let browser: Browser;
let server: RealServer;
let yosuke: Page;
let kinue: Page;
let yuka: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  yosuke = await openPhone('瀬戸 洋介', 'せと ようすけ');
  kinue = await openPhone('畠山 絹絵', 'はたけやま きぬえ');
  yuka = await openPhone('宮田 由佳', 'みやた ゆか');
  await befriend(kinue, yosuke);
  await befriend(kinue, yuka);
  await befriend(yosuke, yuka);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openPhone(name: string, kana: string): Promise<Page> {
  const page = await newPhone(browser);
  await begin(page, server.url, name, kana);
  return page;
}

async function befriend(inviter: Page, guest: Page): Promise<void> {
  await guest.goto(await inviteLink(inviter, server.url));
  await guest.getByRole('button', { name: /とマイともになる$/ }).click();
  await guest.getByText(/とは、もうマイともです/).waitFor();
}

/** The row of a person in the safety list of `page`. */
async function rowOf(page: Page, name: string) {
  await goTo(page, '安否');
  return page.locator('li.row', { hasText: name });
}

async function choose(page: Page, choice: string): Promise<void> {
  await page.getByRole('radio', { name: choice, exact: true }).check({ force: true });
}

/** Opens the person from the list and gives a status of theirs. */
async function sayOfKinue(condition: string, before = async () => {}): Promise<void> {
  await (await rowOf(yosuke, '畠山 絹絵')).getByRole('link', { name: '畠山 絹絵', exact: true }).click();
  await yosuke.getByRole('link', { name: /^(安否を知らせる|知らせ直す)$/ }).click();
  await choose(yosuke, condition);
  await before();
  await yosuke.getByRole('button', { name: '畠山 絹絵さんの安否を知らせる' }).click();
  await yosuke.getByRole('heading', { name: 'あなたが知らせたこと' }).waitFor();
}

test('what a friend says of somebody stands on their row for a friend of both, with who said it', async () => {
  await sayOfKinue('けが・病気', async () => {
    expect(await yosuke.getByRole('radio', { name: /わからない|連絡なし/ }).count()).toBe(0);
    await yosuke.fill('#words', '足首をひねっています。');
  });
  await yosuke.getByText('サーバーまで').first().waitFor();
  const row = await rowOf(yuka, '畠山 絹絵');
  await row.getByText('けが・病気').waitFor();
  await row.getByText('知り合い・瀬戸 洋介').waitFor();
  await row.getByText('足首をひねっています。').waitFor();
  await yuka.getByRole('heading', { name: '助けがいる 1人' }).waitFor();
});

test('she is told what was said of her', async () => {
  await goTo(kinue, 'ホーム');
  await kinue.getByText('知り合い・瀬戸 洋介').waitFor();
  await kinue.getByText('ちがうときは、自分の安否を出してください。').waitFor();
});

test('her own word heads the row, and names who is with her', async () => {
  await kinue.getByRole('link', { name: '安否を出す' }).click();
  await choose(kinue, '無事');
  await kinue.getByRole('checkbox', { name: '宮田 由佳' }).check({ force: true });
  await kinue.getByRole('button', { name: 'マイとも 2人に出す' }).click();
  const row = await rowOf(yuka, '畠山 絹絵');
  await row.getByText('本人').waitFor();
  await row.getByText('いっしょ：宮田 由佳').waitFor();
  expect(await row.getByText('けが・病気').count()).toBe(0);
  await yuka.getByRole('heading', { name: '無事 1人' }).waitFor();
  await goTo(yuka, 'ホーム');
  await yuka.getByText('畠山 絹絵さんが「いっしょにいる」と言っています').waitFor();
  await (await rowOf(yosuke, '宮田 由佳')).getByText('畠山 絹絵さんが「いっしょにいる」と言っています').waitFor();
});

test('he is called family by her before his word can be that of family', async () => {
  await (await rowOf(yosuke, '畠山 絹絵')).getByRole('link', { name: '畠山 絹絵', exact: true }).click();
  await yosuke.getByRole('link', { name: /^(安否を知らせる|知らせ直す)$/ }).click();
  await yosuke.getByText('知り合いの言葉として出ます。').waitFor();
  await (await rowOf(kinue, '瀬戸 洋介')).getByRole('link', { name: '瀬戸 洋介', exact: true }).click();
  await kinue.getByRole('link', { name: '瀬戸 洋介さんのこと' }).click();
  await kinue.getByRole('checkbox', { name: '瀬戸 洋介さんは家族' }).check({ force: true });
  await sendAll(kinue, server.url);
  await yosuke.getByRole('radio', { name: '家族', exact: true }).waitFor({ state: 'attached' });
  await yosuke.goBack();
  await yosuke.goBack();
});

test('a worse word that is newer stands beside hers and sorts the row; 119 comes first where somebody must be fetched', async () => {
  await sayOfKinue('すぐ助けて', async () => {
    await yosuke.getByRole('link', { name: '119 に電話する' }).waitFor();
    await choose(yosuke, '家族');
  });
  const row = await rowOf(yuka, '畠山 絹絵');
  await row.getByText('別の知らせ').waitFor();
  await row.getByText('家族・瀬戸 洋介').waitFor();
  expect(await row.textContent()).toMatch(/無事.*本人.*別の知らせ.*すぐ助けて/);
  await row.getByRole('link', { name: '畠山 絹絵', exact: true }).click();
  const past = yuka.locator('.card.flat');
  await past.nth(2).waitFor();
  expect((await past.allTextContents()).map((text) => text.replace(/^[\d:]+ /, ''))).toEqual([
    'すぐ助けて 家族・瀬戸 洋介',
    '無事 本人',
    'けが・病気 知り合い・瀬戸 洋介足首をひねっています。',
  ]);
});

test('the part of the list that is looked at stays while one goes to a person and back, and says whom it hides', async () => {
  await goTo(yuka, '安否');
  await choose(yuka, '助けがいる');
  await yuka.getByText('連絡なし 1人をかくしています').waitFor();
  await (await rowOf(yuka, '畠山 絹絵')).getByRole('link', { name: '畠山 絹絵', exact: true }).click();
  await yuka.getByRole('link', { name: 'もどる' }).click();
  await yuka.getByText('連絡なし 1人をかくしています').waitFor();
  expect(await yuka.locator('li.row').count()).toBe(1);
  await yuka.getByRole('button', { name: '全員を見る' }).click();
  await yuka.getByRole('heading', { name: '連絡なし 1人' }).waitFor();
});

test('chosen with the server away it waits like everything else, and nobody is shut out before the server knows', async () => {
  await server.stop();
  await kinue.goto(`${server.url}/me/audience`);
  await choose(kinue, 'だれにも見せない');
  await kinue.getByRole('button', { name: 'これにする' }).click();
  await kinue.getByText('この端末に保存しました。').waitFor();
  await kinue.locator('.sync', { hasText: '未送信 1' }).locator('a').click();
  await kinue.getByRole('heading', { name: '安否を見せる相手' }).waitFor();
  await (await rowOf(yuka, '畠山 絹絵')).getByText('本人').waitFor();
  const { port } = new URL(server.url);
  server = await startServer({ port: Number(port), dataFolder: server.dataFolder });
  await sendAll(kinue, server.url);
});

test('from then on her row says plainly that nothing is shown, and nothing new arrives', async () => {
  await sendAll(yuka, server.url);
  const row = await rowOf(yuka, '畠山 絹絵');
  await row.getByText('いまは安否を見せていません。').waitFor();
  expect(await row.textContent()).not.toMatch(/無事・|本人|瀬戸/);
  await kinue.goto(server.url);
  await kinue.getByRole('link', { name: '変える' }).click();
  await choose(kinue, '無事・助けがほしい');
  await kinue.getByText('安否を出しても、マイともには届きません。').waitFor();
  await kinue.getByRole('button', { name: 'だれにも見せずに出す' }).click();
  await kinue.getByText('今も同じ').waitFor();
  await sendAll(kinue, server.url);
  await sendAll(yuka, server.url);
  await yuka.reload();
  await (await rowOf(yuka, '畠山 絹絵')).getByText('いまは安否を見せていません。').waitFor();
  expect(await (await rowOf(yuka, '畠山 絹絵')).textContent()).not.toContain('助けがほしい');
});

test('a list opens it again for whom it names, and for nobody else', async () => {
  await kinue.goto(`${server.url}/me/audience`);
  await choose(kinue, '選んだ人だけ');
  await kinue.getByRole('checkbox', { name: '宮田 由佳' }).check({ force: true });
  await kinue.getByRole('button', { name: 'これにする' }).click();
  await kinue.getByText('この端末に保存しました。').waitFor();
  await sendAll(kinue, server.url);
  await sendAll(yuka, server.url);
  await (await rowOf(yuka, '畠山 絹絵')).getByText('無事・助けがほしい').waitFor();
  await sendAll(yosuke, server.url);
  await (await rowOf(yosuke, '畠山 絹絵')).getByText('いまは安否を見せていません。').waitFor();
});

test('her status is passed on as text with the time when it was said, and nothing that was not ticked', async () => {
  await goTo(kinue, 'ホーム');
  await kinue.getByRole('link', { name: 'ほかのアプリで伝える' }).click();
  expect(await kinue.inputValue('#text')).toMatch(/^畠山 絹絵：無事・助けがほしい。\d+:\d\d の時点。\nたより http/);
  await kinue.getByRole('checkbox', { name: 'いっしょにいる人・動物' }).check({ force: true });
  expect(await kinue.inputValue('#text')).toContain('いっしょ：宮田 由佳。');
});
