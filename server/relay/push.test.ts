import { expect, test } from 'vitest';
import type { HostDirectory } from '../../shared/host/directory.ts';
import type { Item } from '../../shared/log/item.ts';
import { toChannelId, type DeviceId } from '../../shared/protocol/ids.ts';
import { createPush } from './push.ts';
import { openSubscriptions } from './push-subscriptions.ts';
import type { PushOutcome } from './send-push.ts';

const [yuka, koichi] = ['01'.repeat(16), '02'.repeat(16)];
const [phone, other] = ['11'.repeat(16), '22'.repeat(16)];
const endpoint = 'https://push.example.com/a';
const minute = 60_000;

/** A clock and timers that a test moves, and a push service that answers as it is told. */
function makeWorld() {
  const timers: { atMs: number; run: () => void }[] = [];
  const world = {
    nowMs: 1_000_000,
    outcome: { code: 'sent', retryAfterMs: null } as PushOutcome,
    open: new Set<DeviceId>(),
    live: new Set<DeviceId>([phone]),
    calls: [] as [atMinute: number, urgency: string][],
  };
  const began = world.nowMs;
  const persons = { isLive: (device: DeviceId) => world.live.has(device) };
  const directory = {
    access: { persons, friends: { counterpartsOf: (person: string) => new Set([person === koichi ? yuka : koichi]) } },
    readableChannels: () => [toChannelId('life', koichi), toChannelId('feed', koichi)],
  } as unknown as HostDirectory;
  const push = createPush({
    publicKey: 'k',
    subscriptions: openSubscriptions(':memory:'),
    directory,
    live: { isOpen: (device) => world.open.has(device) },
    allowLoopback: false,
    async send(_, urgency) {
      world.calls.push([Math.round((world.nowMs - began) / minute), urgency]);
      return world.outcome;
    },
    now: () => world.nowMs,
    after(run, ms) {
      const timer = { atMs: world.nowMs + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  });
  push.subscribe({ person: yuka, device: phone }, endpoint);
  async function pass(ms: number) {
    const untilMs = world.nowMs + ms;
    for (;;) {
      const [next] = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      timers.splice(timers.indexOf(next), 1);
      world.nowMs = Math.max(world.nowMs, next.atMs);
      next.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    world.nowMs = untilMs;
  }
  const say = (type: 'life' | 'feed' | 'card', kind: number) =>
    push.changed([{ author: koichi, entry: { channel: toChannelId(type, koichi), kind } } as Item], {
      person: koichi,
      device: other,
    });
  return {
    world,
    push,
    pass,
    status: () => say('life', 0x0a),
    voice: () => say('feed', 0x80),
    card: () => say('card', 5),
  };
}

test('life calls at once and once a minute, chatter four times an hour, a new card never', async () => {
  const { world, pass, status, voice, card } = makeWorld();
  for (let i = 0; i < 5; i++) voice();
  await pass(0);
  for (let i = 0; i < 20; i++) {
    card();
    voice();
    await pass(minute);
  }
  expect(world.calls).toEqual([
    [0, 'normal'],
    [15, 'normal'],
  ]);
  status();
  status();
  await pass(10);
  status();
  await pass(5 * minute);
  expect(world.calls.slice(2)).toEqual([
    [20, 'high'],
    [21, 'high'],
  ]);
});

test('who asked for themselves meanwhile is not called for that any more, nor who was cut off', async () => {
  const { world, push, pass, voice, status } = makeWorld();
  voice();
  await pass(0);
  voice();
  push.seen(phone);
  await pass(60 * minute);
  expect(world.calls).toHaveLength(1);
  world.open.add(phone);
  status();
  await pass(minute);
  voice();
  world.open.clear();
  await pass(60 * minute);
  expect(world.calls, 'its line said so, though it closed since').toHaveLength(1);
  world.open.add(phone);
  status();
  await pass(minute);
  world.open.clear();
  world.live.clear();
  status();
  await pass(minute);
  expect(world.calls).toHaveLength(1);
  expect(push.endpointOf(phone)).toBeNull();
});

test('a service that does not answer is asked later and later, and given up in the end', async () => {
  const { world, push, pass, status } = makeWorld();
  world.outcome = { code: 'later', retryAfterMs: null };
  status();
  await pass(48 * 60 * minute);
  expect(world.calls.map(([at]) => at).slice(0, 6)).toEqual([0, 1, 3, 7, 15, 31]);
  expect(world.calls).toHaveLength(13);
  expect(push.endpointOf(phone)).toBeNull();
});

test('a service that names a time is not asked before it', async () => {
  const { world, pass, status } = makeWorld();
  world.outcome = { code: 'later', retryAfterMs: 30 * minute };
  status();
  await pass(10 * minute);
  world.outcome = { code: 'sent', retryAfterMs: null };
  status();
  await pass(60 * minute);
  expect(world.calls.map(([at]) => at)).toEqual([0, 30]);
});
