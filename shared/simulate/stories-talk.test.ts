import { keptBatches } from '../device/core.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  acknowledge,
  addMembers,
  correctMessage,
  openGroup,
  openPair,
  removeMember,
  sendMessage,
  takeBack,
  type TalkDesk,
} from '../device/talk.ts';
import { exportFile } from '../device/export-file.ts';
import { toReadableFile } from '../device/readable-file.ts';
import { deliveryOf } from '../device/evidence.ts';
import type { Result } from '../protocol/result.ts';
import { encodeUtf8 } from '../protocol/bytes.ts';
import { encodeTextCode } from '../protocol/text-code.ts';
import { pairChannel, toChannelId, type ChannelId } from '../protocol/ids.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createSimulatedServer, type SimulatedServer } from './server.ts';
import { replicaOf, reopen, settle, settleAgain, talkOf, type Dweller } from './town.ts';

let clock: { ms: number };
let server: SimulatedServer;
let yuka: Dweller;
let koichi: Dweller;
let kinue: Dweller;
let seeds = 0;
let commands = 0;

const desk = (dweller: Dweller): TalkDesk => ({
  device: dweller.device,
  replica: replicaOf(dweller),
  ...talkOf(dweller),
  command: `c${++commands}`,
});
/** Under which keys are given to a dweller: the phone, and the archive on the card. */
const ownIds = (dweller: Dweller) =>
  replicaOf(dweller)
    .recipientsIn(toChannelId('self', dweller.person))
    .map(({ id }) => id);
const textsOf = (dweller: Dweller, channel: ChannelId) =>
  talkOf(dweller)
    .messages.threadOf(channel)
    .map(({ body }) => body?.text ?? null);

async function done<T>(work: Promise<Result<T, { code: string }>>): Promise<T> {
  const result = await work;
  if (!result.ok) throw new Error(result.error.code);
  clock.ms += 1_000;
  return result.value;
}

async function syncAll(...dwellers: readonly Dweller[]): Promise<void> {
  for (let round = 0; round < 3; round++) for (const one of dwellers) await one.conversation.wake('tapped');
}

async function befriend(a: Dweller, b: Dweller): Promise<void> {
  await a.device.write('friend.add', toChannelId('inbox', b.person), { person: b.person });
  await b.device.write('friend.add', toChannelId('inbox', a.person), { person: a.person });
}

beforeEach(async () => {
  clock = { ms: 1_700_000_000_000 };
  server = await createSimulatedServer('00112233445566aa', hashedVerifier, () => clock.ms);
  [yuka, koichi, kinue] = [
    await settle('由佳', ++seeds, server, clock),
    await settle('航一', ++seeds, server, clock),
    await settle('絹江', ++seeds, server, clock),
  ];
  await befriend(yuka, koichi);
  await befriend(yuka, kinue);
  await syncAll(yuka, koichi, kinue);
});

describe('two who write to each other', () => {
  it('begin at once without a line, and it is one conversation, in one order', async () => {
    const [hers, his] = [
      await done(openPair(desk(yuka), koichi.person)),
      await done(openPair(desk(koichi), yuka.person)),
    ];
    expect(hers).toBe(his);
    expect(hers).toBe(pairChannel(yuka.person, koichi.person));
    await done(sendMessage(desk(yuka), hers, { text: '水は出ますか。' }));
    await done(sendMessage(desk(koichi), his, { text: '無事です。' }));
    await syncAll(yuka, koichi);
    const question = talkOf(koichi).messages.threadOf(his)[0]!;
    koichi.clockOffMs = -3 * 86_400_000;
    await done(sendMessage(desk(koichi), his, { text: '出ます。', answers: question.id }));
    await syncAll(yuka, koichi);
    expect(textsOf(yuka, hers)).toEqual(['水は出ますか。', '無事です。', '出ます。']);
    expect(textsOf(koichi, his)).toEqual(textsOf(yuka, hers));
    expect(talkOf(yuka).conversations.membersOf(hers).toSorted()).toEqual([yuka.person, koichi.person].sort());
  });

  it('set words right and take them back; the other sees what holds', async () => {
    const channel = await done(openPair(desk(yuka), koichi.person));
    const first = await done(sendMessage(desk(yuka), channel, { text: '3時に公民館' }));
    await done(correctMessage(desk(yuka), channel, first.id, '4時に公民館'));
    const gone = await done(sendMessage(desk(yuka), channel, { text: 'まちがい' }));
    await done(takeBack(desk(yuka), channel, gone.id));
    await syncAll(yuka, koichi);
    const thread = talkOf(koichi).messages.threadOf(channel);
    expect(thread.map(({ body, earlier }) => [body?.text ?? null, earlier])).toEqual([
      ['4時に公民館', ['3時に公民館']],
      [null, []],
    ]);
    await reopen(koichi, clock);
    expect(textsOf(koichi, channel)).toEqual(['4時に公民館', null]);
    const refused = await correctMessage(desk(koichi), channel, first.id, '5時');
    expect(refused.ok).toBe(false);
  });

  it('hear from a phone of the other that it came, and that it was read', async () => {
    const channel = await done(openPair(desk(yuka), koichi.person));
    const entry = await done(sendMessage(desk(yuka), channel, { text: '着きましたか。' }));
    await syncAll(yuka, koichi);
    const placesOf = () => {
      const row = yuka.device.core.own.get(entry.id)!;
      const { state } = deliveryOf(
        replicaOf(yuka).get(entry.id)!,
        row,
        yuka.device.core.meta,
        replicaOf(yuka).delivery,
      );
      return [state.server, state.theirs, state.read].map((one) => one !== null);
    };
    expect(placesOf()).toEqual([true, false, false]);
    expect(await acknowledge(desk(koichi), [channel], 'conv.ack')).toBe(true);
    expect(await acknowledge(desk(koichi), [channel], 'conv.ack')).toBe(false);
    await syncAll(koichi, yuka);
    expect(placesOf()).toEqual([true, true, false]);
    await acknowledge(desk(koichi), [channel], 'conv.read');
    await syncAll(koichi, yuka);
    expect(placesOf()).toEqual([true, true, true]);
    // Nobody answers an acknowledgement.
    expect(await acknowledge(desk(yuka), [channel], 'conv.ack')).toBe(false);
    await reopen(yuka, clock);
    expect(placesOf()).toEqual([true, true, true]);
  });

  it('have a file that comes behind the words, and is found by what the words say of it', async () => {
    const channel = await done(openPair(desk(yuka), koichi.person));
    const data = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 7) % 251);
    await done(sendMessage(desk(yuka), channel, { text: '井戸', file: { data, type: 'jpeg' } }));
    await syncAll(yuka, koichi);
    const [message] = talkOf(koichi).messages.threadOf(channel);
    expect(message?.body?.file?.size).toBe(60_000);
    expect(talkOf(koichi).messages.fileOf(channel, message!.body!.file!.hash)?.data).toEqual(data);
  });
});

describe('a group', () => {
  it('reads on all devices of all members, a new one from when it was added, and nothing under the next key who was removed', async () => {
    const channel = await done(openGroup(desk(yuka), [koichi.person], '町野の会'));
    await done(sendMessage(desk(yuka), channel, { text: '一' }));
    await syncAll(yuka, koichi, kinue);
    expect(textsOf(koichi, channel)).toEqual(['一']);
    expect(talkOf(koichi).messages.titleOf(channel)).toBe('町野の会');
    expect(talkOf(kinue).conversations.kindOf(channel)).toBeNull();

    await done(addMembers(desk(koichi), channel, [kinue.person]));
    await syncAll(koichi, yuka, kinue);
    await done(sendMessage(desk(koichi), channel, { text: '二' }));
    await syncAll(koichi, yuka, kinue);
    expect(textsOf(kinue, channel)).toEqual(['二']);
    expect(kinue.device.core.sealing.waitingIn(channel)).toBe(2);

    await done(removeMember(desk(yuka), channel, koichi.person));
    await done(sendMessage(desk(yuka), channel, { text: '三' }));
    await syncAll(yuka, kinue, koichi);
    expect(textsOf(kinue, channel)).toEqual(['二', '三']);
    // What he holds stays, and his server serves him no more of it.
    expect(textsOf(koichi, channel)).toEqual(['一', '二']);
    // Even the bytes, carried to him, open with none of his keys.
    for await (const batch of keptBatches(yuka.device.core)) {
      await koichi.device.receive(batch, {});
    }
    expect(textsOf(koichi, channel)).toEqual(['一', '二']);
    expect(koichi.device.core.sealing.waitingIn(channel)).toBe(1);
    const refused = await sendMessage(desk(koichi), channel, { text: '四' });
    expect(refused.ok).toBe(false);
  });

  it('does not write under a key that somebody made for the others before being put out', async () => {
    const channel = await done(openGroup(desk(yuka), [koichi.person, kinue.person], ''));
    await syncAll(yuka, koichi, kinue);
    const { sealing } = koichi.device.core;
    const others = replicaOf(koichi)
      .recipientsIn(channel)
      .filter((one) => !ownIds(koichi).includes(one.id));
    const made = await sealing.makeKey(channel, others);
    const written = await koichi.device.write('conv.key', channel, { recipients: made.parts[0] as Uint8Array });
    if (!written.ok) throw new Error(written.error.code);
    await syncAll(koichi, yuka, kinue);
    await done(removeMember(desk(yuka), channel, koichi.person));
    const sent = await done(sendMessage(desk(yuka), channel, { text: '三人目のいない話' }));
    const { body } = replicaOf(yuka).get(sent.id) ?? {};
    expect(body?.kind === 'sealed.direct' && body.key).not.toBe(written.value.id);
  });

  it('has back who was removed and added again, with words from both times', async () => {
    const channel = await done(openGroup(desk(yuka), [koichi.person, kinue.person], ''));
    await syncAll(yuka, koichi, kinue);
    await done(sendMessage(desk(koichi), channel, { text: '前' }));
    await syncAll(koichi, yuka, kinue);
    await done(removeMember(desk(yuka), channel, koichi.person));
    await syncAll(yuka, koichi, kinue);
    await done(sendMessage(desk(yuka), channel, { text: '間' }));
    await done(addMembers(desk(yuka), channel, [koichi.person]));
    await syncAll(yuka, koichi, kinue);
    await done(sendMessage(desk(koichi), channel, { text: '後' }));
    await syncAll(koichi, yuka, kinue);
    expect(textsOf(kinue, channel)).toEqual(['前', '間', '後']);
    expect(textsOf(koichi, channel)).toEqual(['前', '後']);
    expect(talkOf(koichi).conversations.membersOf(channel)).toHaveLength(3);
  });

  it('loses two who remove each other while apart, and not those whom one of them removes in return', async () => {
    const channel = await done(openGroup(desk(yuka), [koichi.person, kinue.person], ''));
    await syncAll(yuka, koichi, kinue);
    koichi.network.setDown(true);
    await done(removeMember(desk(yuka), channel, koichi.person));
    await done(removeMember(desk(koichi), channel, yuka.person));
    await done(removeMember(desk(koichi), channel, kinue.person));
    await syncAll(yuka, kinue);
    koichi.network.setDown(false);
    await syncAll(koichi, yuka, kinue);
    expect(talkOf(kinue).conversations.membersOf(channel)).toEqual([kinue.person]);
    expect(server.directory().access.conversations()?.membersOf(channel)).toEqual([kinue.person]);
  });

  it('gives its keys to a new device of a member, and not to one that was cut off', async () => {
    const channel = await done(openGroup(desk(yuka), [koichi.person], ''));
    await syncAll(yuka, koichi);
    const tablet = await settleAgain(koichi, ++seeds, server, clock);
    await syncAll(tablet, koichi, yuka);
    await done(sendMessage(desk(yuka), channel, { text: '二台' }));
    await syncAll(yuka, tablet, koichi);
    expect(textsOf(tablet, channel)).toEqual(['二台']);
    expect(textsOf(koichi, channel)).toEqual(['二台']);
  });

  it('is sealed at the server and in files: neither words, title nor keys stand in anything that is kept', async () => {
    const channel = await done(openGroup(desk(yuka), [koichi.person], '秘密の題'));
    await done(sendMessage(desk(yuka), channel, { text: '秘密の言葉' }));
    await yuka.device.write('voice', toChannelId('feed', yuka.person), { text: '明るい言葉' });
    await syncAll(yuka, koichi);
    expect(textsOf(koichi, channel)).toEqual(['秘密の言葉']);
    const kept = Buffer.concat(
      server
        .store()
        .rows()
        .segments.map((segment) => Buffer.from(segment.blob)),
    );
    const exported = await exportFile(yuka.device, false);
    const file = Buffer.from(exported);
    const head = { person: yuka.person, name: '由佳', atMs: clock.ms };
    const readable = Buffer.from(toReadableFile(exported, replicaOf(yuka).items(), head, () => '由佳'));
    const keys = yuka.device.core.sealing.held().map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(0);
    for (const [what, bytes] of Object.entries({ kept, file, readable })) {
      const isIn = (text: string) =>
        [encodeUtf8(text), encodeTextCode(encodeUtf8(text))].some((one) => bytes.includes(Buffer.from(one)));
      expect(isIn('明るい言葉'), `${what}: what is not sealed`).toBe(true);
      expect(isIn('秘密の言葉'), what).toBe(false);
      expect(isIn('秘密の題'), what).toBe(false);
      for (const key of keys) expect(bytes.includes(Buffer.from(key)), `${what}: a key`).toBe(false);
    }
  });
});
