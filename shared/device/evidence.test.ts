import { expect, it } from 'vitest';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { reopen, replicaOf, type Dweller } from '../simulate/town.ts';
import { deliveryOf } from './evidence.ts';

function stateOf({ device }: Dweller, id: string, replica: ReturnType<typeof replicaOf>) {
  const [item, row] = [replica.get(id), device.core.own.get(id)];
  if (!item || !row) throw new Error('not an own entry');
  const { state, isAskedAgain } = deliveryOf(item, row, device.core.meta, replica.delivery);
  return { furthest: state.furthest, isAskedAgain };
}

it('an entry is on this device until the server answered for it', async () => {
  const { yuka } = await makeFriends();
  const id = await writeVoice(yuka, '雨です');
  expect(stateOf(yuka, id, replicaOf(yuka))).toEqual({ furthest: 'here', isAskedAgain: false });
  yuka.network.next('lost-answer');
  await yuka.conversation.wake('wrote');
  expect(stateOf(yuka, id, replicaOf(yuka)).furthest).toBe('here');
  await yuka.conversation.wake('tapped');
  expect(stateOf(yuka, id, replicaOf(yuka))).toEqual({ furthest: 'server', isAskedAgain: false });
});

it('after a restored backup the server is asked again, and what it lost is on this device only until it took it again', async () => {
  const { yuka, server } = await makeFriends();
  const old = await writeVoice(yuka, '残る');
  await yuka.conversation.wake('wrote');
  const backup = server.store().rows();
  const lost = await writeVoice(yuka, '失われる');
  await yuka.conversation.wake('wrote');
  await server.restore('00000000000000e2', backup);

  const seen: unknown[] = [];
  const sync = yuka.network.sync;
  // What the screen would say just before each request.
  yuka.network.sync = (bytes) => {
    seen.push([old, lost].map((id) => stateOf(yuka, id, replicaOf(yuka))));
    return sync(bytes);
  };
  await yuka.conversation.wake('tapped');
  expect(seen).toEqual([
    [atServer, atServer],
    [askedAgain, askedAgain],
    [askedAgain, askedAgain],
  ]);
  expect([old, lost].map((id) => stateOf(yuka, id, replicaOf(yuka)))).toEqual([atServer, atServer]);
});

function theirsOf({ device }: Dweller, id: string, replica: ReturnType<typeof replicaOf>) {
  const [item, row] = [replica.get(id), device.core.own.get(id)];
  if (!item || !row) throw new Error('not an own entry');
  return deliveryOf(item, row, device.core.meta, replica.delivery).theirs.map(({ person }) => person);
}

it('an entry is on a friend’s phone once the cursor that came with it came back, and stays there', async () => {
  const { yuka, koichi, server, clock } = await makeFriends();
  const id = await writeVoice(yuka, '雨です');
  await yuka.conversation.wake('wrote');
  await koichi.conversation.wake('tapped');
  await yuka.conversation.wake('tapped');
  expect(koichi.device.core.holdings.ids()).toContain(id);
  expect(stateOf(yuka, id, replicaOf(yuka))).toEqual(atServer);
  await koichi.conversation.wake('tapped');
  yuka.network.next('lost-answer');
  await yuka.conversation.wake('tapped');
  expect(stateOf(yuka, id, replicaOf(yuka))).toEqual(atServer);
  await yuka.conversation.wake('tapped');
  expect(stateOf(yuka, id, replicaOf(yuka))).toEqual({ furthest: 'theirs', isAskedAgain: false });
  expect(theirsOf(yuka, id, replicaOf(yuka))).toEqual([koichi.person]);

  const next = await writeVoice(yuka, 'やみました');
  expect(stateOf(yuka, next, replicaOf(yuka)).furthest).toBe('here');
  await reopen(yuka, clock);
  expect(stateOf(yuka, id, replicaOf(yuka)).furthest).toBe('theirs');
  await server.restore('00000000000000e2', { segments: [], arrival: 0 });
  await yuka.conversation.wake('tapped');
  expect(stateOf(yuka, id, replicaOf(yuka)).furthest).toBe('theirs');
  expect(theirsOf(yuka, next, replicaOf(yuka))).toEqual([]);
});

it('a friend who has part of a full line has what lies below its gap, and no more is said', async () => {
  const { yuka, koichi } = await makeFriends();
  const ids: string[] = [];
  for (let i = 0; i < 40; i++) {
    ids.push(await writeVoice(yuka, `${i} ${'雨'.repeat(100)}`));
    await yuka.conversation.wake('wrote');
  }
  Object.assign(koichi.network, { pages: undefined });
  koichi.conversation.limit(2048, 15);
  // Two answers arrive, so the cursor of the first came back; the third is lost.
  koichi.network.next('lost-request', 2);
  await koichi.conversation.wake('tapped');
  await yuka.conversation.wake('tapped');
  const held = new Set(koichi.device.core.holdings.ids());
  expect(held.has(ids[0] ?? '')).toBe(false);
  expect(held.has(ids[39] ?? '')).toBe(true);
  expect(ids.flatMap((id) => theirsOf(yuka, id, replicaOf(yuka)))).toEqual([]);
  for (let i = 0; i < 4; i++) await koichi.conversation.wake('tapped');
  await yuka.conversation.wake('tapped');
  for (const id of ids) expect(theirsOf(yuka, id, replicaOf(yuka))).toEqual([koichi.person]);
});

const atServer = { furthest: 'server', isAskedAgain: false };
const askedAgain = { furthest: 'here', isAskedAgain: true };
