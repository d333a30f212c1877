import { expect, it } from 'vitest';
import { cutOffDevice } from '../../shared/device/cut-off.ts';
import { addMembers, openGroup, openPair, sendMessage, type TalkDesk } from '../../shared/device/talk.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import type { ChannelId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/protocol/result.ts';
import { befriend, beginStory, meet } from '../../shared/simulate/tell.ts';
import { replicaOf, settleAgain, settleRestored, talkOf, type Dweller } from '../../shared/simulate/town.ts';
import { createSync } from '../../shared/sync/machine.ts';
import { createKnown } from './known.ts';
import type { Shown } from './show.ts';
import { viewConversation } from './talk-views.ts';

let commands = 0;

function deskOf(dweller: Dweller): TalkDesk {
  return { device: dweller.device, replica: replicaOf(dweller), ...talkOf(dweller), command: `c${++commands}` };
}

function shownTo(dweller: Dweller): Shown {
  const { device } = dweller;
  const replica = replicaOf(dweller);
  return {
    device,
    replica,
    known: createKnown(replica),
    time: readerTimeOf(device.core),
    contacts: new Map(),
    friends: [],
    sync: createSync(),
    flushing: null,
    nextTryAtMs: null,
    isOnline: true,
    isFull: false,
    isLong: false,
    mostVoices: 50,
    openPerson: undefined,
  };
}

const openIn = (dweller: Dweller, channel: ChannelId, most = 50) =>
  viewConversation(shownTo(dweller), talkOf(dweller), channel, most);

async function done<T>(work: Promise<Result<T, { code: string }>>): Promise<T> {
  const result = await work;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function three() {
  const story = await beginStory(['由佳', '航一', '絹江']);
  const [yuka, koichi, kinue] = story.people as [Dweller, Dweller, Dweller];
  await befriend(yuka, koichi);
  await befriend(yuka, kinue);
  return { ...story, yuka, koichi, kinue };
}

it('who was added later knows what it is called, reads from then on, and is told that there was something before', async () => {
  const { yuka, koichi, kinue } = await three();
  const channel = await done(openGroup(deskOf(yuka), [koichi.person], '町野の会'));
  await done(sendMessage(deskOf(yuka), channel, { text: '一' }));
  await meet([yuka, koichi]);
  await done(addMembers(deskOf(yuka), channel, [kinue.person]));
  await done(sendMessage(deskOf(yuka), channel, { text: '二' }));
  await meet([yuka, koichi, kinue]);
  const late = openIn(kinue, channel);
  expect(late).toMatchObject({ title: '町野の会', isPartial: true });
  expect(late?.lines.flatMap((line) => (line.kind === 'message' ? line.text : []))).toEqual(['二']);
  expect(openIn(koichi, channel)?.isPartial).toBe(false);
});

it('a note stands where a device of a member was added or stopped, and where one came back by the words', async () => {
  const { server, clock, yuka, koichi } = await three();
  const kept = koichi.device.core.identity.recoverySeed;
  if (kept === null) throw new Error('no words were made');
  clock.ms += 60_000;
  const channel = await done(openPair(deskOf(yuka), koichi.person));
  clock.ms += 60_000;
  await done(sendMessage(deskOf(yuka), channel, { text: '一' }));
  await meet([yuka, koichi]);
  clock.ms += 60_000;
  const tablet = await settleAgain(koichi, 501, server, clock);
  await meet([tablet, koichi, yuka]);
  clock.ms += 60_000;
  await done(sendMessage(deskOf(yuka), channel, { text: '二' }));
  clock.ms += 60_000;
  await done(cutOffDevice(koichi.device, tablet.device.id(), 'lost'));
  await meet([koichi, yuka]);
  clock.ms += 60_000;
  const back = await settleRestored('航一', kept, 502, server, clock);
  await meet([back, yuka]);
  clock.ms += 60_000;
  await done(sendMessage(deskOf(yuka), channel, { text: '三' }));
  const lines = openIn(yuka, channel)?.lines.map((line) =>
    line.kind === 'note' ? `${line.by.name} ${line.what}` : line.text,
  );
  expect(lines).toEqual(['由佳 began', '一', '航一 newDevice', '二', '航一 cutDevice', '航一 restored', '三']);
  expect(
    openIn(yuka, channel)?.lines.some((line) => line.kind === 'note' && line.isMine && line.what !== 'began'),
  ).toBe(false);
});
