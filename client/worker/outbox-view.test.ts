import { expect, it } from 'vitest';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { makeFriends } from '../../shared/simulate/friends.ts';
import { replicaOf } from '../../shared/simulate/town.ts';
import { createSync } from '../../shared/sync/machine.ts';
import { createKnown } from './known.ts';
import { countSending, viewOutbox } from './outbox-view.ts';

const rows = (...states: ('unsent' | 'server' | 'refused')[]) => states.map((state) => ({ state }));

it('counts what the server answered for and the one under way, and never past the end', () => {
  expect(countSending(rows('unsent', 'unsent', 'unsent'))).toEqual({ done: 1, of: 3 });
  expect(countSending(rows('server', 'unsent', 'unsent'))).toEqual({ done: 2, of: 3 });
  expect(countSending(rows('server', 'refused', 'unsent'))).toEqual({ done: 3, of: 3 });
  expect(countSending(rows('server', 'server', 'server'))).toEqual({ done: 3, of: 3 });
});

it('says nothing where nothing is sent that a person would recognise', () => {
  expect(countSending([])).toBeUndefined();
});

it('of ten thousand that wait the first hundred are listed and the others summed up, so that a screen stays a screen', async () => {
  const { yuka } = await makeFriends();
  const { device } = yuka;
  const before = device.own().filter((row) => row.state === 'unsent').length;
  for (let i = 0; i < 10_000; i++) await device.write('voice', toChannelId('feed', yuka.person), { text: `便り ${i}` });
  const replica = replicaOf(yuka);
  const view = viewOutbox({
    device,
    replica,
    known: createKnown(replica),
    time: { nowMs: 1_700_000_100_000, receivedAtMs: () => null },
    contacts: new Map(),
    friends: [],
    sync: createSync(),
    flushing: null,
    nextTryAtMs: null,
    isOnline: false,
    isFull: false,
    isLong: false,
    mostVoices: 50,
    openPerson: undefined,
  });
  expect(before).toBe(0);
  expect(view.outbox.map((row) => row.title)).toEqual(Array.from({ length: 100 }, (_, i) => `便り ${i}`));
  expect(view.outbox.map((row) => row.reason).slice(0, 2)).toEqual(['offline', 'behind']);
  expect(view.unsent).toBe(10_000);
  expect(view.outboxBehind).toMatchObject({ count: 9_900, onlyHere: 9_900 });
  expect(view.outboxBehind.sizeBytes).toBeGreaterThan(9_900 * 100);
});
