import { expect, it } from 'vitest';
import { addMembers, openGroup, sendMessage, type TalkDesk } from '../../shared/device/talk.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import type { ChannelId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/protocol/result.ts';
import { befriend, beginStory, meet } from '../../shared/simulate/tell.ts';
import { replicaOf, talkOf, type Dweller } from '../../shared/simulate/town.ts';
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
