import { expect, it } from 'vitest';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { replicaOf, type Dweller } from '../simulate/town.ts';
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

const atServer = { furthest: 'server', isAskedAgain: false };
const askedAgain = { furthest: 'here', isAskedAgain: true };
