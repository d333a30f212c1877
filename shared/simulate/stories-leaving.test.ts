import { expect, it } from 'vitest';
import { leave } from '../device/leave.ts';
import { fromSegment } from '../sync/segments.ts';
import { toChannelId } from '../protocol/ids.ts';
import { outlastsPerson } from '../kinds/outlast.ts';
import { befriend, beginStory, meet, postsSeen, say, sayStatus } from './tell.ts';
import { reopen, replicaOf, settleAgain, type Dweller } from './town.ts';

const feedOf = ({ person }: Dweller) => toChannelId('feed', person);

/** 由佳 with a phone and a tablet, her friend 航一, and 千夏, a friend of his alone, who reads what 由佳 wrote to him. */
async function makeCircle() {
  const story = await beginStory(['宮田 由佳', '川島 航一', '原 千夏']);
  const [yuka, koichi, chinatsu] = story.people as [Dweller, Dweller, Dweller];
  await befriend(yuka, koichi);
  await befriend(koichi, chinatsu);
  const tablet = await settleAgain(yuka, 501, story.server, story.clock);
  await meet([tablet, yuka]);
  const voice = await say(koichi, 'voice', feedOf(koichi), { text: '橋は渡れます' });
  await say(yuka, 'voice', feedOf(yuka), { text: '由佳の声' });
  await sayStatus(tablet, 'safe');
  await meet([yuka, koichi, chinatsu, tablet], 3);
  await say(yuka, 'comment', feedOf(koichi), { target: voice.id, text: '由佳の返事' });
  await yuka.device.writeSealed('setting', toChannelId('self', yuka.person), { key: 'a', value: 'x' });
  await meet([yuka, koichi, chinatsu, tablet], 3);
  return { ...story, yuka, koichi, chinatsu, tablet, voice };
}

/** Bodies of hers that `of` has kept, but those that must stay. */
function bodiesOf(of: Dweller, person: string) {
  return [...replicaOf(of).items()].filter(
    (item) => item.author === person && item.entry.hasBody && !outlastsPerson(item.entry.kind) && item.body !== null,
  );
}

it('takes every body of a person out of the server and every phone, and closes what was between them', async () => {
  const { server, clock, yuka, koichi, chinatsu, tablet, voice } = await makeCircle();
  const { person } = yuka;
  expect(postsSeen(chinatsu, koichi.person)[0]?.comments.map(({ text }) => text)).toEqual(['由佳の返事']);
  expect(server.directory().isErased(voice)).toBe(false);

  const late = await say(tablet, 'voice', feedOf(yuka), { text: '送っていない声' });
  expect((await leave(yuka.device, replicaOf(yuka).items(), 'leave')).ok).toBe(true);
  const written = yuka.device.own().length;
  expect((await leave(yuka.device, replicaOf(yuka).items(), 'leave')).ok, 'the second time').toBe(true);
  expect(yuka.device.own()).toHaveLength(written);
  await meet([yuka, koichi, chinatsu, tablet], 3);
  expect(yuka.device.own().filter(({ state }) => state === 'unsent')).toEqual([]);

  const stored = server
    .store()
    .rows()
    .segments.flatMap((segment) => fromSegment(segment).entries);
  const hers = stored.filter(({ device }) => server.directory().certificateOf(device)?.person === person);
  expect(
    hers.some(({ id }) => id === late.id),
    'what came after it is stored without its body',
  ).toBe(true);
  expect(hers.filter(({ kind, body }) => body !== null && !outlastsPerson(kind))).toEqual([]);
  expect(hers.filter(({ kind, body }) => body !== null && outlastsPerson(kind)).length).toBeGreaterThan(2);
  for (const one of [yuka, tablet, koichi, chinatsu]) {
    await reopen(one, clock);
    expect(bodiesOf(one, person), one.name).toEqual([]);
  }
  expect(replicaOf(koichi).safetyList({ nowMs: clock.ms, receivedAtMs: () => null }, new Map())).toHaveLength(1);
  expect(postsSeen(chinatsu, koichi.person)[0]?.comments.map(({ text }) => text)).toEqual([]);
  expect(postsSeen(koichi, koichi.person)[0]?.text, 'the words of others stay').toBe('橋は渡れます');
});

it('holds after the server began anew, also for what is brought back', async () => {
  const { server, clock, yuka, koichi, tablet } = await makeCircle();
  await leave(yuka.device, replicaOf(yuka).items(), 'leave');
  await meet([yuka, koichi, tablet], 3);
  await server.restart();
  clock.ms += 60_000;
  await say(tablet, 'voice', feedOf(yuka), { text: '去ったあとの声' });
  await meet([tablet, koichi], 3);
  const stored = server
    .store()
    .rows()
    .segments.flatMap((segment) => fromSegment(segment).entries);
  expect(
    stored.filter(({ kind, body, device }) => {
      const isHers = server.directory().certificateOf(device)?.person === yuka.person;
      return isHers && body !== null && !outlastsPerson(kind);
    }),
  ).toEqual([]);
});
