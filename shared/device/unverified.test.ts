import { describe, expect, it } from 'vitest';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { heldBy, servedTo } from '../simulate/tell.ts';
import { decodeAnswer, encodeAnswer } from '../sync/messages.ts';
import { fromSegment } from '../sync/segments.ts';
import { ok } from '../protocol/result.ts';
import { reopen } from '../simulate/town.ts';
import { anewAfterMs } from './unverified.ts';

/** Yuka's way to the server gets signatures of Koichi's voices wrong, in one answer or in all, until it is mended. */
async function spoil(mostSpoilt: number) {
  const friends = await makeFriends();
  const { yuka, koichi, server } = friends;
  for (let i = 0; i < 3; i++) await writeVoice(koichi, `前 ${i}`);
  await koichi.conversation.wake('wrote');
  await yuka.conversation.wake('tapped');
  const before = server.store().arrival(0);
  let left = mostSpoilt;
  let requests = 0;
  const { network } = yuka;
  const { sync } = network;
  network.sync = async (request) => {
    requests++;
    const answered = await sync(request);
    const answer = answered.ok ? decodeAnswer(answered.value) : answered;
    if (!answer.ok || answer.value.batch === null) return answered;
    const batch = Buffer.from(answer.value.batch);
    let isSpoilt = false;
    for (const row of server.store().rows().segments) {
      if (row.device !== koichi.device.id() || row.lane !== 2 || row.arrival <= before || left <= 0) continue;
      for (const signature of fromSegment(row).signatures.values()) {
        const at = batch.indexOf(signature);
        if (at < 0) continue;
        batch.writeUInt8(batch.readUInt8(at) ^ 1, at);
        isSpoilt = true;
      }
    }
    if (isSpoilt) left--;
    return ok(encodeAnswer({ ...answer.value, batch }));
  };
  delete network.pages;
  const mend = () => (left = 0);
  return { ...friends, mend, requests: () => requests, spoilt: () => mostSpoilt - left };
}

describe('a run that cannot be verified', () => {
  it('is asked for anew at once, with everything else', async () => {
    const { yuka, koichi, server, spoilt } = await spoil(1);
    await writeVoice(koichi, '届かない');
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('pushed');
    expect(spoilt()).toBe(1);
    expect(heldBy(yuka)).toEqual(servedTo(server, yuka));
    expect(yuka.conversation.state()).toMatchObject({ phase: 'resting', trouble: null });
  });

  it('is not asked for again for a day when that brings nothing, and everybody else is heard', async () => {
    const { yuka, koichi, server, clock, requests, mend } = await spoil(Number.POSITIVE_INFINITY);
    await writeVoice(koichi, '届かない');
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('pushed');
    const first = requests();
    const lacking = () => servedTo(server, yuka).filter((id) => !heldBy(yuka).includes(id)).length;
    expect(lacking()).toBe(1);
    for (let i = 0; i < 5; i++) {
      await reopen(yuka, clock);
      await writeVoice(koichi, `まだ ${i}`);
      await koichi.conversation.wake('wrote');
      await yuka.conversation.wake('tapped');
    }
    // One to hear of it, and one more where a session is to be made first.
    expect(requests() - first).toBeLessThanOrEqual(10);
    expect(lacking()).toBe(6);
    mend();
    await writeVoice(koichi, '一日後');
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('tapped');
    expect(lacking()).toBe(7);
    clock.ms += anewAfterMs;
    await writeVoice(koichi, 'もう一度');
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('tapped');
    expect(lacking()).toBe(0);
    expect(yuka.device.core.meta.unverified).toHaveLength(1);
    await writeVoice(koichi, 'また届く');
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('tapped');
    expect(yuka.device.core.meta.unverified).toEqual([]);
  });
});
