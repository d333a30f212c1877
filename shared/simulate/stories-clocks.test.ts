import { describe, expect, it } from 'vitest';
import { correctClock } from '../device/correct-clock.ts';
import { readerTimeOf } from '../device/reader-time.ts';
import { toChannelId } from '../protocol/ids.ts';
import { befriend, beginStory, headlineSeen, meet, postsSeen, say, sayStatus, storyBeginsMs } from './tell.ts';
import { replicaOf, settleAgain, type Dweller } from './town.ts';

const minute = 60_000;
const day = 86_400_000;
const to2099Ms = Date.UTC(2099, 0, 1) - storyBeginsMs;
const to1970Ms = 1_000_000 - storyBeginsMs;

const voice = (by: Dweller, text: string) => say(by, 'voice', toChannelId('feed', by.person), { text });

describe.each([
  ['2099', to2099Ms],
  ['1970', to1970Ms],
])('a phone that believes it is %s', (_, offMs) => {
  it('says a status, and the next honest one wins everywhere', async () => {
    const { server, clock, people } = await beginStory(['川島 航一', '宮田 由佳']);
    const [koichi, yuka] = people as [Dweller, Dweller];
    await befriend(koichi, yuka);
    const tablet = await settleAgain(koichi, 77, server, clock);
    koichi.clockOffMs = offMs;
    const wrong = await sayStatus(koichi, 'needsRescue');
    const everyone = [koichi, yuka, tablet];
    await meet(everyone);
    expect(headlineSeen(yuka, koichi)?.entry).toBe(wrong.id);

    clock.ms += 10 * minute;
    koichi.clockOffMs = 0;
    await sayStatus(koichi, 'safe');
    await meet(everyone);
    expect(everyone.map((one) => headlineSeen(one, koichi)?.condition)).toEqual(['safe', 'safe', 'safe']);
    expect(everyone.map((one) => headlineSeen(one, koichi)?.outdated)).toEqual([false, false, false]);

    // From another device of his, which names what it saw.
    koichi.clockOffMs = offMs;
    const again = await sayStatus(koichi, 'needsRescue');
    await meet(everyone);
    clock.ms += 10 * minute;
    await sayStatus(tablet, 'safe', [again.id]);
    await meet(everyone);
    expect(everyone.map((one) => headlineSeen(one, koichi)?.condition)).toEqual(['safe', 'safe', 'safe']);
  });

  it('moves no other clock', async () => {
    const { clock, people } = await beginStory(['川島 航一', '宮田 由佳']);
    const [koichi, yuka] = people as [Dweller, Dweller];
    await befriend(koichi, yuka);
    koichi.clockOffMs = offMs;
    for (let i = 0; i < 5; i++) await voice(koichi, `便り ${i}`);
    await meet(people);
    clock.ms += 6 * minute;
    const { clockMs } = await voice(yuka, '時計は合っています');
    expect(Math.abs(clockMs - clock.ms)).toBeLessThanOrEqual(5 * minute);
    koichi.clockOffMs = 0;
    await meet(people);
    const honest = await voice(koichi, '直しました');
    expect(Math.abs(honest.clockMs - clock.ms)).toBeLessThanOrEqual(5 * minute);
  });

  it('leaves nothing on top of any list, its own included', async () => {
    const { clock, people } = await beginStory(['川島 航一', '宮田 由佳']);
    const [koichi, yuka] = people as [Dweller, Dweller];
    await befriend(koichi, yuka);
    koichi.clockOffMs = offMs;
    await voice(koichi, '時計が変です');
    await meet(people);
    clock.ms += day;
    koichi.clockOffMs = 0;
    await voice(yuka, '今日の便り');
    await meet(people);
    // What is held to be of just now would be above all that came before.
    clock.ms += 10 * minute;
    for (const one of people) {
      const texts = postsSeen(one).map((post) => post.text);
      expect(texts, one.name).toEqual(['今日の便り', '時計が変です']);
    }
  });

  it('is a sign of life at the time it came, never later', async () => {
    const { clock, people } = await beginStory(['川島 航一', '宮田 由佳']);
    const [koichi, yuka] = people as [Dweller, Dweller];
    await befriend(koichi, yuka);
    koichi.clockOffMs = offMs;
    await say(koichi, 'life.sign', toChannelId('life', koichi.person), { evidence: 'opened' });
    const cameMs = clock.ms;
    await meet(people);
    clock.ms += 3 * day;
    const sign = replicaOf(yuka).signs.lastSignOf(koichi.person, readerTimeOf(yuka.device.core));
    expect(sign?.atMs).toBe(Math.min(cameMs, cameMs + offMs));
  });
});

it('a clock three years behind that is set right and corrected tells the right story everywhere', async () => {
  const { clock, people } = await beginStory(['川島 航一', '宮田 由佳']);
  const [koichi, yuka] = people as [Dweller, Dweller];
  await befriend(koichi, yuka);
  await voice(yuka, '一');
  clock.ms += 10 * minute;
  const offMs = -3 * 365 * day;
  koichi.clockOffMs = offMs;
  const wrong = await voice(koichi, '二');
  await sayStatus(koichi, 'needsHelp');
  clock.ms += 10 * minute;
  await voice(yuka, '三');
  await meet(people);
  expect(postsSeen(yuka).map((post) => post.text)).toEqual(['三', '一', '二']);

  koichi.clockOffMs = 0;
  const stretch = { fromMs: wrong.clockMs, toMs: wrong.clockMs + day, offsetMs: -offMs };
  await say(koichi, 'clock', toChannelId('card', koichi.person), stretch);
  clock.ms += 10 * minute;
  await meet(people);
  for (const one of people) {
    expect(
      postsSeen(one).map((post) => post.text),
      one.name,
    ).toEqual(['三', '二', '一']);
    expect(headlineSeen(one, koichi)?.condition).toBe('needsHelp');
    expect(headlineSeen(one, koichi)?.outdated, 'said half an hour ago').toBe(false);
  }
  await sayStatus(koichi, 'safe');
  await meet(people);
  expect(people.map((one) => headlineSeen(one, koichi)?.condition)).toEqual(['safe', 'safe']);
});

it('a phone that is told how far its clock is off says so once, and only of what that clock wrote', async () => {
  const { clock, people } = await beginStory(['川島 航一', '宮田 由佳']);
  const [koichi, yuka] = people as [Dweller, Dweller];
  await befriend(koichi, yuka);
  await voice(koichi, '一：まだ合っている時計で');
  clock.ms += 60 * minute;
  koichi.clockOffMs = -3 * 365 * day;
  await voice(koichi, '二：狂った時計で');
  await sayStatus(koichi, 'safe');
  clock.ms += 10 * minute;
  await voice(yuka, '三');
  await meet(people);
  expect(headlineSeen(yuka, koichi)?.outdated).toBe(true);
  expect(await correctClock(koichi.device)).toBe(true);
  expect(await correctClock(koichi.device)).toBe(false);
  await meet(people);
  const story = ['三', '二：狂った時計で', '一：まだ合っている時計で'];
  for (const one of people) {
    expect(
      postsSeen(one).map((post) => post.text),
      one.name,
    ).toEqual(story);
    expect(headlineSeen(one, koichi), one.name).toMatchObject({ condition: 'safe', outdated: false });
  }

  koichi.clockOffMs = 0;
  clock.ms += 60 * minute;
  await voice(koichi, '四：直した時計で');
  await meet(people);
  expect(await correctClock(koichi.device)).toBe(false);
  expect(postsSeen(yuka).map((post) => post.text)).toEqual(['四：直した時計で', ...story]);
});
