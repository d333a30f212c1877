import { expect, it } from 'vitest';
import { addDevice, certificateOf } from '../device/identity.ts';
import { concatBytes } from '../protocol/bytes.ts';
import {
  certificateSignedBytes,
  decodeCertificate,
  encodeCertificate,
  encodeCertificateFields,
  type Certificate,
} from '../protocol/certificate.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { channelType, toChannelId } from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';
import { createHashedKeys } from '../simulate/hashed-keys.ts';
import { cutOff } from '../simulate/perform.ts';
import { befriend, beginStory, meet, say, sayStatus } from '../simulate/tell.ts';
import { writeVoice } from '../simulate/friends.ts';
import { reopen, settleAgain, type Dweller } from '../simulate/town.ts';
import { encodeCursor, type Gap } from '../sync/cursor.ts';
import { createReached } from './reached.ts';
import { createReturnedCursors } from './returned-cursors.ts';

const partyOf = ({ person, device }: Dweller): SessionParty => ({ person, device: device.id() });
const feedOf = ({ person }: { readonly person: string }) => toChannelId('feed', person);

/** Yuka, who writes, and Koichi, her friend; a host that has seen no cursor yet, over what their server holds. */
async function begin() {
  const story = await beginStory(['由佳', '航一', '絹江']);
  const [yuka, koichi, kinue] = story.people as [Dweller, Dweller, Dweller];
  await befriend(yuka, koichi);
  const { server } = story;
  const open = () => {
    const cursors = createReturnedCursors(server.store(), server.directory());
    return { cursors, reached: createReached(server.store(), server.directory(), cursors) };
  };
  const arrival = () => server.store().arrival(0);
  /** A cursor that has all up to `upTo`, but for `gaps`. */
  const cursorAt = (upTo = arrival(), gaps: readonly Gap[] = [], epoch = server.store().epoch) =>
    encodeCursor({ epoch, shards: [{ upTo: [upTo, upTo, upTo, upTo], gaps }] });
  const writes = async (text: string) => {
    await writeVoice(yuka, text);
    await yuka.conversation.wake('wrote');
    return yuka.device.core.holdings.head(feedOf(yuka), yuka.device.id(), 2);
  };
  return { ...story, yuka, koichi, kinue, open, arrival, cursorAt, writes };
}

type Told = Awaited<ReturnType<ReturnType<typeof createReached>['tell']>>;

/** Up to which number of the feed the person is said to have it, or 0. */
function numberIn(told: Told, person: string, channel: string, lane: Lane = 2): number {
  return told.find((one) => one.channel === channel && one.lane === lane && one.persons.includes(person))?.number ?? 0;
}

it('what a returned cursor covers is told to the author, in two answers and no more', async () => {
  const { yuka, koichi, open, cursorAt, writes } = await begin();
  const { cursors, reached } = open();
  expect(await reached.tell(partyOf(yuka))).toEqual([]);
  expect(reached.hasNews(partyOf(yuka))).toBe(false);
  const before = cursorAt();
  const head = await writes('雨です');
  cursors.note(partyOf(koichi), before);
  expect(numberIn(await reached.tell(partyOf(yuka)), koichi.person, feedOf(yuka))).toBe(0);
  cursors.note(partyOf(koichi), cursorAt());
  for (let answer = 0; answer < 2; answer++) {
    expect(reached.hasNews(partyOf(yuka))).toBe(true);
    expect(numberIn(await reached.tell(partyOf(yuka)), koichi.person, feedOf(yuka))).toBe(head.number);
  }
  expect(reached.hasNews(partyOf(yuka))).toBe(false);
  cursors.note(partyOf(koichi), cursorAt());
  expect(reached.hasNews(partyOf(yuka))).toBe(false);
});

it('a cursor that moved past nothing of hers is no news to her', async () => {
  const { yuka, koichi, kinue, open, cursorAt, writes } = await begin();
  const { cursors, reached } = open();
  await writes('雨です');
  cursors.note(partyOf(koichi), cursorAt());
  for (let answer = 0; answer < 3; answer++) await reached.tell(partyOf(yuka));
  await writeVoice(kinue, '晴れです');
  await kinue.conversation.wake('wrote');
  cursors.note(partyOf(koichi), cursorAt());
  expect(await reached.tell(partyOf(yuka))).toEqual([]);
});

it('what a gap still lacks is not received, be it of all channels or of hers', async () => {
  const { yuka, koichi, kinue, open, arrival, cursorAt, writes } = await begin();
  const first = await writes('一');
  const between = arrival();
  const second = await writes('二');
  const gap = { lane: 2 as const, channel: null, after: between, upTo: arrival() };
  const cases: readonly [Gap[], number][] = [
    [[gap], first.number],
    [[{ ...gap, channel: feedOf(yuka) }], first.number],
    [[{ ...gap, after: 0, upTo: between }], 0],
    [[{ ...gap, channel: feedOf(kinue) }], second.number],
    [[{ ...gap, lane: 3 }], second.number],
  ];
  for (const [gaps, number] of cases) {
    const { cursors, reached } = open();
    cursors.note(partyOf(koichi), cursorAt(arrival(), gaps));
    expect(numberIn(await reached.tell(partyOf(yuka)), koichi.person, feedOf(yuka)), JSON.stringify(gaps)).toBe(number);
  }
});

it('cursors of another epoch, ahead of the store, or of no sense say nothing', async () => {
  const { yuka, koichi, open, arrival, cursorAt, writes } = await begin();
  await writes('雨です');
  const makers = [
    () => cursorAt(arrival(), [], '00000000000000e9'),
    () => cursorAt(arrival() + 1),
    () => new Uint8Array(9),
  ];
  for (const make of makers) {
    const { cursors, reached } = open();
    cursors.note(partyOf(koichi), make());
    expect(await reached.tell(partyOf(yuka))).toEqual([]);
    // Not even once the store has come as far.
    await writes('また');
    expect(await reached.tell(partyOf(yuka))).toEqual([]);
  }
});

it('who was befriended behind the cursor has nothing until the cursor has seen it', async () => {
  const { yuka, kinue, open, arrival, cursorAt, writes } = await begin();
  const { number } = await writes('雨です');
  const { cursors, reached } = open();
  const before = cursorAt();
  await befriend(yuka, kinue);
  cursors.note(partyOf(kinue), before);
  expect(numberIn(await reached.tell(partyOf(yuka)), kinue.person, feedOf(yuka))).toBe(0);
  const gap = { lane: 2 as const, channel: feedOf(yuka), after: 0, upTo: arrival() };
  cursors.note(partyOf(kinue), cursorAt(arrival(), [gap]));
  expect(numberIn(await reached.tell(partyOf(yuka)), kinue.person, feedOf(yuka))).toBe(0);
  cursors.note(partyOf(kinue), cursorAt());
  expect(numberIn(await reached.tell(partyOf(yuka)), kinue.person, feedOf(yuka))).toBe(number);
});

it('nothing is told of who is no friend any more, or keeps their signs of life to themselves', async () => {
  const ends = [
    ({ yuka, koichi }: { yuka: Dweller; koichi: Dweller }) =>
      say(koichi, 'friend.remove', toChannelId('inbox', yuka.person), { person: yuka.person }),
    ({ koichi }: { yuka: Dweller; koichi: Dweller }) =>
      say(koichi, 'audience', toChannelId('inbox', koichi.person), {
        channelType: channelType.life,
        index: 0,
        who: 'none',
      }),
  ];
  for (const end of ends) {
    const town = await begin();
    const { yuka, koichi, open, cursorAt, writes } = town;
    await writes('雨です');
    const { cursors, reached } = open();
    cursors.note(partyOf(koichi), cursorAt());
    await end(town);
    await meet([koichi, yuka]);
    cursors.note(partyOf(koichi), cursorAt());
    expect(await reached.tell(partyOf(yuka))).toEqual([]);
  }
});

it('the best of several phones counts; a shared terminal, a lent device and one that is cut off do not', async () => {
  const { yuka, koichi, server, clock, open, cursorAt, writes } = await begin();
  const old = cursorAt();
  const { number } = await writes('雨です');
  const tablet = await settleAgain(koichi, 77, server, clock);
  await tablet.conversation.wake('tapped');
  const keys = createHashedKeys((count) => koichi.seeded.bytes(count));
  const kiosk = certificateOf(await addDevice(keys, koichi.device.core.identity, 'kiosk'));
  await say(koichi, 'device.cert', toChannelId('card', koichi.person), { certificate: encodeCertificate(kiosk) });
  const lent = await lend(koichi);
  await say(koichi, 'device.cert', toChannelId('card', koichi.person), { certificate: encodeCertificate(lent) });
  await koichi.conversation.wake('wrote');
  const { persons } = server.directory().access;
  expect([kiosk.device, lent.device].map(persons.classOf)).toEqual(['kiosk', 'phone']);
  for (const device of [kiosk.device, lent.device, 'ab'.repeat(16)]) {
    const { cursors, reached } = open();
    cursors.note({ person: koichi.person, device }, cursorAt());
    expect(await reached.tell(partyOf(yuka))).toEqual([]);
  }

  const { cursors, reached } = open();
  cursors.note(partyOf(koichi), old);
  cursors.note(partyOf(tablet), cursorAt());
  expect(numberIn(await reached.tell(partyOf(yuka)), koichi.person, feedOf(yuka))).toBe(number);

  await cutOff(koichi, tablet);
  await koichi.conversation.wake('wrote');
  const later = createReached(server.store(), server.directory(), cursors);
  expect(await later.tell(partyOf(yuka))).toEqual([]);
});

/** The certificate of a phone of the same person that may write ten entries. */
async function lend({ device, seeded }: Dweller): Promise<Certificate> {
  const keys = createHashedKeys((count) => seeded.bytes(count));
  const { identity } = device.core;
  const made = { ...certificateOf(await addDevice(keys, identity, 'phone')), maxEntries: 10 };
  const bytes = encodeCertificateFields(made);
  const root = await keys.openSigning(identity.root);
  const decoded = decodeCertificate(concatBytes(bytes, await root.sign(certificateSignedBytes(bytes))));
  if (!decoded.ok) throw new Error(decoded.error.detail);
  return decoded.value;
}

it('of a log with two branches nothing is told', async () => {
  const { yuka, koichi, clock, open, cursorAt, writes } = await begin();
  const copy = yuka.disk.saved();
  await writes('一');
  await reopen(yuka, clock, copy);
  await writes('別の一');
  const { cursors, reached } = open();
  cursors.note(partyOf(koichi), cursorAt());
  const told = await reached.tell({ person: yuka.person, device: certificateOf(copy.identity as never).device });
  expect(told.filter((one) => one.channel === feedOf(yuka))).toEqual([]);
});

it('after a restart what was saved is told again, and not what was saved in another epoch', async () => {
  const { yuka, koichi, server, open, cursorAt, writes } = await begin();
  const { number } = await writes('雨です');
  await sayStatus(yuka, 'safe');
  await yuka.conversation.wake('wrote');
  const first = open();
  first.cursors.note(partyOf(koichi), cursorAt());
  const saved = first.cursors.takeUnsaved();
  expect(saved).toEqual([{ ...partyOf(koichi), cursor: cursorAt() }]);
  expect(first.cursors.takeUnsaved()).toEqual([]);

  const again = open();
  again.cursors.restore(saved);
  const told = await again.reached.tell(partyOf(yuka));
  expect(numberIn(told, koichi.person, feedOf(yuka))).toBe(number);
  expect(numberIn(told, koichi.person, toChannelId('life', yuka.person), 0)).toBeGreaterThan(0);

  await server.restore('00000000000000e2', server.store().rows());
  const restored = open();
  restored.cursors.restore(saved);
  expect(await restored.reached.tell(partyOf(yuka))).toEqual([]);
});

it('of what stands in another’s channel only its owner is told of', async () => {
  const { yuka, koichi, kinue, open, cursorAt } = await begin();
  await befriend(koichi, kinue);
  await befriend(yuka, kinue);
  const target = await writeVoice(koichi, '雨です');
  await meet([koichi, yuka, kinue]);
  await say(yuka, 'comment', feedOf(koichi), { target, text: 'こちらも' });
  await yuka.conversation.wake('wrote');
  const { cursors, reached } = open();
  reached.noteWritten(partyOf(yuka), [feedOf(koichi)]);
  for (const one of [koichi, kinue]) cursors.note(partyOf(one), cursorAt());
  const told = await reached.tell(partyOf(yuka));
  expect(told.filter((one) => one.channel === feedOf(koichi))).toMatchObject([{ number: 1, persons: [koichi.person] }]);
});

it('of very many friends an answer names at most 300, and the next one goes on', async () => {
  const { yuka, writes, server } = await begin();
  await writes('雨です');
  const directory = server.directory();
  const crowd = Array.from({ length: 700 }, (_, i) => i.toString(16).padStart(32, '0'));
  // Friendships of a whole town take long to make; who is one is the directory's to say, and how far they came the cursors'.
  const reached = createReached(
    server.store(),
    { ...directory, readableChannels: () => crowd.map((person) => toChannelId('life', person)) },
    {
      now: () => crowd.length,
      newsFor: () => crowd.length,
      changedAt: (person) => crowd.indexOf(person) + 1,
      heldUpTo: (_, log, at = Infinity) => (log.channel === feedOf(yuka) && at > crowd.length ? Infinity : 0),
    },
  );
  const told: string[] = [];
  for (let answer = 0; answer < 4; answer++) {
    const persons = (await reached.tell(partyOf(yuka))).flatMap((one) => one.persons);
    expect(persons.length).toBeLessThanOrEqual(300);
    told.push(...persons);
  }
  expect(new Set(told)).toEqual(new Set(crowd));
});
