import { expect, it } from 'vitest';
import { cutOffDevice } from '../../shared/device/cut-off.ts';
import { addMembers, nameGroup, openGroup, openPair, sendMessage, type TalkDesk } from '../../shared/device/talk.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import { toChannelId, type ChannelId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/protocol/result.ts';
import { befriend, beginStory, meet, say } from '../../shared/simulate/tell.ts';
import { replicaOf, settleAgain, settleRestored, talkOf, type Dweller } from '../../shared/simulate/town.ts';
import { createSync } from '../../shared/sync/machine.ts';
import { createKnown } from './known.ts';
import type { Shown } from './show.ts';
import { createTalkChanges } from './talk-changes.ts';
import { createTalkFiles } from './talk-files.ts';
import { createTalkRows } from './talk-rows.ts';
import { muteKey } from './talk-settings.ts';
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

function partsOf(dweller: Dweller) {
  const changes = createTalkChanges(replicaOf(dweller));
  replicaOf(dweller).extend(changes);
  const files = createTalkFiles();
  return { changes, files, rows: createTalkRows(talkOf(dweller), changes) };
}

const openIn = (dweller: Dweller, channel: ChannelId, parts = partsOf(dweller)) => {
  parts.files.open(channel);
  return viewConversation(shownTo(dweller), talkOf(dweller), channel, 50, parts);
};

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

it('a note says what a group was called anew, and not that whoever added somebody said it again', async () => {
  const { clock, yuka, koichi, kinue } = await three();
  const tick = () => void (clock.ms += 1_000);
  const channel = await done(openGroup(deskOf(yuka), [koichi.person], '町野の会'));
  tick();
  await done(addMembers(deskOf(yuka), channel, [kinue.person]));
  tick();
  await meet([yuka, koichi, kinue]);
  await done(nameGroup(deskOf(koichi), channel, '町野の家'));
  await meet([koichi, yuka, kinue]);
  const namesSeen = (dweller: Dweller) =>
    openIn(dweller, channel)?.lines.flatMap((line) => (line.kind === 'note' ? (line.title ?? []) : []));
  expect(namesSeen(yuka)).toEqual(['町野の会', '町野の家']);
  expect(namesSeen(kinue)).toEqual(['町野の家']);
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

it('of many conversations only those that changed are looked at again', async () => {
  const { clock, yuka, koichi, kinue } = await three();
  const groups: ChannelId[] = [];
  for (let i = 0; i < 20; i++) groups.push(await done(openGroup(deskOf(yuka), [koichi.person], `当番 ${i}`)));
  await done(openPair(deskOf(yuka), kinue.person));
  clock.ms += 60_000;
  await meet([yuka, koichi]);
  const { rows } = partsOf(koichi);
  const count = () => {
    const before = rows.looked();
    const titles = rows.view(shownTo(koichi)).map(({ title }) => title);
    return { looked: rows.looked() - before, first: titles[0], all: titles.length };
  };
  expect(count()).toMatchObject({ looked: 20, all: 20 });
  expect(count()).toMatchObject({ looked: 0, all: 20 });

  await say(yuka, 'voice', toChannelId('feed', yuka.person), { text: '便り' });
  await meet([yuka, koichi]);
  expect(count(), 'a voice').toMatchObject({ looked: 0 });

  const [, , third] = groups as [ChannelId, ChannelId, ChannelId];
  await done(sendMessage(deskOf(yuka), third, { text: '水が出ました' }));
  clock.ms += 1_000;
  await meet([yuka, koichi]);
  clock.ms += 1_000;
  expect(count(), 'a message').toMatchObject({ looked: 1, first: '当番 2' });

  await done(
    koichi.device.writeSealed('setting', toChannelId('self', koichi.person), { key: muteKey(third), value: 'yes' }),
  );
  expect(count(), 'that it is mute').toMatchObject({ looked: 1 });
  expect(rows.view(shownTo(koichi))[0]?.isMuted).toBe(true);

  await say(yuka, 'card.set', toChannelId('card', yuka.person), { name: '新しい名' });
  await meet([yuka, koichi]);
  clock.ms += 1_000;
  expect(count(), 'a name, which stands in all').toMatchObject({ looked: 20 });
  expect(rows.view(shownTo(koichi))[0]?.others[0]?.name).toBe('新しい名');
});

it('files of an open conversation stay the same ones, and are let go when it is closed', async () => {
  const { yuka, koichi } = await three();
  const channel = await done(openPair(deskOf(yuka), koichi.person));
  const data = new Uint8Array(3_000).fill(7);
  await done(sendMessage(deskOf(yuka), channel, { text: '屋根', file: { data, type: 'png' } }));
  await meet([yuka, koichi]);
  const parts = partsOf(koichi);
  const fileOf = () => {
    const line = openIn(koichi, channel, parts)?.lines.at(-1);
    return line?.kind === 'message' ? line.file : undefined;
  };
  const blob = fileOf()?.blob;
  expect(blob?.size).toBe(3_000);
  expect(fileOf()?.blob).toBe(blob);
  expect(parts.files.held()).toBe(1);
  parts.files.open(undefined);
  expect(parts.files.held()).toBe(0);
});
