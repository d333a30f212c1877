import { describe, expect, it } from 'vitest';
import { batchOf, type Author } from '../simulate/author.ts';
import { createNeighbours } from '../simulate/intake.ts';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';

const feedOf = (author: Author) => toChannelId('feed', author.person);
const cardOf = (author: Author) => toChannelId('card', author.person);

/** What an erase of `target` says, with whatever it says wrongly. */
function erasing(
  { hash, device, kind, number }: Entry,
  wrong: { device?: string; kindNumber?: number; number?: number } = {},
) {
  return { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const, ...wrong };
}

/** Neighbours who are friends, so that 航一 may write in the feed of 由佳. */
async function makeFriends() {
  const { intake, yuka, koichi } = await createNeighbours();
  for (const [one, other] of [
    [yuka, koichi],
    [koichi, yuka],
  ] as const) {
    const word = one.write(toChannelId('inbox', other.person), 'friend.add', { person: other.person });
    await intake.accept(batchOf([await one.run([word])]));
  }
  const say = (text: string) => yuka.write(feedOf(yuka), 'voice', { text });
  const store = async (author: Author, entries: readonly Entry[]) =>
    (await intake.accept(batchOf([await author.run(entries)]))).refused;
  return { intake, yuka, koichi, say, store };
}

describe('which bodies an erase takes out of a store', () => {
  it('the author’s own, stored before it, in its batch, or arriving later', async () => {
    const { intake, yuka, say, store } = await makeFriends();
    const [before, beside, later] = [say('一'), say('二'), say('三')];
    await store(yuka, [before]);
    const erases = [before, beside, later].map((target) => yuka.write(feedOf(yuka), 'erase', erasing(target)));
    await intake.accept(batchOf([await yuka.run([beside]), await yuka.run(erases)]));
    await store(yuka, [later]);
    expect([before, beside, later].map(({ id }) => intake.stored().get(id)?.body)).toEqual([null, null, null]);
    await intake.server.restart();
    await intake.accept(batchOf([await yuka.run([before, beside, later])]));
    expect([before, beside, later].map(({ id }) => intake.stored().get(id)?.body)).toEqual([null, null, null]);
  });

  it('what others wrote into one’s channel', async () => {
    const { intake, yuka, koichi, say, store } = await makeFriends();
    const voice = say('一');
    const comment = koichi.write(feedOf(yuka), 'comment', { target: voice.id, text: 'やあ' });
    await store(koichi, [comment]);
    await store(yuka, [yuka.write(feedOf(yuka), 'erase', erasing(comment))]);
    expect(intake.stored().get(comment.id)?.body).toBeNull();
  });

  it.each([true, false])('nothing of another by naming it as one’s own (stored before: %s)', async (isThere) => {
    const { intake, yuka, koichi, say, store } = await makeFriends();
    const voice = say('一');
    if (isThere) await store(yuka, [voice]);
    const erase = koichi.write(feedOf(yuka), 'erase', erasing(voice, { device: koichi.device }));
    await store(koichi, [erase]);
    await store(yuka, [voice]);
    expect(intake.stored().get(voice.id)?.body).toEqual(voice.body);
  });

  it('nothing of another by telling the truth about it', async () => {
    const { intake, yuka, koichi, say, store } = await makeFriends();
    const voice = say('一');
    await store(yuka, [voice]);
    const refused = await store(koichi, [koichi.write(feedOf(yuka), 'erase', erasing(voice))]);
    expect(refused.map(({ code }) => code)).toEqual(['not-permitted']);
    expect(intake.stored().get(voice.id)?.body).toEqual(voice.body);
  });

  it('no certificate, whatever kind the erase says it is', async () => {
    const { intake, yuka, store } = await makeFriends();
    const [certificate] = yuka.logs.get(`${cardOf(yuka)}/${yuka.device}/0`)!;
    const erases = [{}, { kindNumber: 0x05 }].map((wrong) =>
      yuka.write(cardOf(yuka), 'erase', erasing(certificate!, wrong)),
    );
    await store(yuka, erases);
    expect(intake.stored().get(certificate!.id)?.body).toEqual(certificate!.body);
    await intake.server.restart();
    expect(intake.server.directory().isInCard(yuka.device)).toBe(true);
  });

  it.each([{ number: 9 }, { kindNumber: 0x81 }])('nothing when the erase says it wrongly: %j', async (wrong) => {
    const { intake, yuka, say, store } = await makeFriends();
    const [before, later] = [say('一'), say('二')];
    await store(yuka, [before]);
    await store(
      yuka,
      [before, later].map((target) => yuka.write(feedOf(yuka), 'erase', erasing(target, wrong))),
    );
    await store(yuka, [later]);
    expect(intake.stored().get(before.id)?.body).toEqual(before.body);
    if ('number' in wrong) expect(intake.stored().get(later.id)?.body).toEqual(later.body);
  });
});
