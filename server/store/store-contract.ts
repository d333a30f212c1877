import assert from 'node:assert/strict';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { lanes } from '../../shared/protocol/parameters.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { composeBatch } from '../../shared/sync/compose.ts';
import { fromSegment } from '../../shared/sync/segments.ts';
import type { Commit, NewSegment, Store, StoredSegment } from '../../shared/sync/store.ts';
import { createSampleLog, sampleChannel } from './testing/sample-log.ts';

/** One thing that every store must do. `open` gives an empty store each time; the runner closes it. */
export type ContractCase = { readonly title: string; run(open: () => Promise<Store>): Promise<void> };

/** The contract of `Store`; see shared/sync/store.ts. Every engine runs all of it. */
export const storeContract: readonly ContractCase[] = [
  {
    title: 'an empty store knows nothing',
    async run(open) {
      const store = await open();
      const log = createSampleLog(createSeeded(1));
      assert.match(store.epoch, /^[0-9a-f]{16}$/);
      for (let shard = 0; shard < store.shardCount; shard++) assert.equal(store.arrival(shard), 0);
      assert.equal(store.newest(log.channel, log.lane), 0);
      assert.deepEqual(await store.heads(log.channel, log.device, log.lane), []);
      assert.deepEqual(await store.readLog(log.channel, log.device, log.lane, 1, 10), []);
      const query = { ...everything(store, [log.channel]), upTo: 10 };
      assert.deepEqual(await store.read(query), { segments: [], downTo: 0 });
      assert.deepEqual(await store.append({ segments: [], erasings: [] }), { ok: true, value: [] });
    },
  },
  {
    title: 'arrivals of a shard rise by one for each segment, in the order of commits',
    async run(open) {
      const store = await open();
      const seeded = createSeeded(2);
      const channel = sampleChannel(seeded, 'feed');
      const logs = Array.from({ length: 5 }, () => createSampleLog(seeded, { channel }));
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, i) => append(store, [logs[i % 5]?.next(), logs[(i + 1) % 5]?.next(3)])),
      );
      assert.deepEqual(
        results.flat(),
        Array.from({ length: 80 }, (_, i) => i + 1),
      );
      assert.equal(store.arrival(store.shardOf(channel)), 80);
      assert.equal(store.newest(channel, 2), 80);
      assert.equal(store.newest(channel, 1), 0);
      const both = [sampleChannel(seeded, 'life'), channel];
      assert.deepEqual(store.newestByLane(both), [
        [0, 0, 0, 0],
        [0, 0, 80, 0],
      ]);
      await append(store, [logs[0]?.next()]);
      assert.deepEqual(store.newestByLane(both)[1], [0, 0, 81, 0], 'asked again after a commit');
    },
  },
  {
    title: 'the same segment is stored once and keeps its first arrival',
    async run(open) {
      const store = await open();
      const seeded = createSeeded(3);
      const [log, other] = [createSampleLog(seeded), createSampleLog(seeded)];
      const segment = log.next(3);
      assert.deepEqual(await append(store, [segment]), [1]);
      const where = { channel: log.channel };
      const later = createSampleLog(seeded, where).next();
      assert.deepEqual(await append(store, [segment, later, segment]), [1, 2, 1]);
      const both = await Promise.all([append(store, [segment]), append(store, [segment])]);
      assert.deepEqual(both, [[1], [1]]);
      assert.equal(store.arrival(store.shardOf(log.channel)), 2);
      const found = await readAll(store, [log.channel, other.channel]);
      assert.deepEqual(found.map(withoutHashes), [withArrival(later, 2), withArrival(segment, 1)]);
    },
  },
  {
    title: 'reading goes from the newest down over many channels and stops by bytes',
    async run(open) {
      const store = await open();
      const seeded = createSeeded(4);
      const owner = bytesToHex(seeded.bytes(16));
      const logs = Array.from({ length: 12 }, (_, i) =>
        createSampleLog(seeded, { channel: `03${owner}${i.toString(16).padStart(2, '0')}` }),
      );
      const written: StoredSegment[] = [];
      for (let i = 0; i < 150; i++) {
        const segment = seeded.pick(logs).next(1 + seeded.int(3));
        const [arrival = 0] = await append(store, [segment]);
        written.unshift(withArrival(segment, arrival));
      }
      for (let round = 0; round < 60; round++) {
        const channels = logs.filter(() => seeded.chance(0.5)).map((log) => log.channel);
        const after = seeded.int(150);
        const upTo = after + seeded.int(152 - after);
        const maxBytes = seeded.pick([1, 300, 2000, 1_000_000]);
        const query = { shard: store.shardOf(`03${owner}00`), lane: 2 as const, channels, after, upTo, maxBytes };
        const { segments, downTo } = await store.read(query);
        const wanted = written.filter(
          (one) => one.arrival > after && one.arrival <= upTo && channels.includes(one.channel),
        );
        const note = `seed 4, round ${round}`;
        assert.deepEqual(segments.map(withoutHashes), wanted.slice(0, segments.length), note);
        const left = wanted[segments.length];
        if (left === undefined) assert.equal(downTo, after, note);
        else assert.ok(downTo >= left.arrival && downTo < (segments.at(-1)?.arrival ?? 0), note);
        const size = segments.reduce((sum, segment) => sum + segment.blob.length, 0);
        assert.ok(segments.length < 2 || size <= maxBytes, note);
        if (left !== undefined) assert.ok(segments.length > 0 && size + left.blob.length > maxBytes, note);
      }
    },
  },
  {
    title: 'lanes are apart, and unknown channels in a query find nothing',
    async run(open) {
      const store = await open();
      const seeded = createSeeded(5);
      const channel = sampleChannel(seeded, 'feed');
      const segments = lanes.map((lane) => createSampleLog(seeded, { channel, lane }).next());
      await append(store, segments);
      for (const lane of lanes) {
        assert.equal(store.newest(channel, lane), lane + 1);
        const query = { ...everything(store, [channel, sampleChannel(seeded, 'feed')]), lane };
        const found = await store.read(query);
        assert.deepEqual(found.segments.map(withoutHashes), [withArrival(segments[lane] as NewSegment, lane + 1)]);
      }
    },
  },
  {
    title: 'a log is read by numbers, from the segments that hold any of them',
    async run(open) {
      const store = await open();
      const log = createSampleLog(createSeeded(6));
      const segments = [log.next(3), log.next(1), log.next(6), log.next(2)];
      await append(store, segments);
      const numbersOf = async (from: number, to: number) =>
        (await store.readLog(log.channel, log.device, log.lane, from, to)).map((one) => [one.from, one.to]);
      assert.deepEqual(await numbersOf(1, 100), [
        [1, 3],
        [4, 4],
        [5, 10],
        [11, 12],
      ]);
      assert.deepEqual(await numbersOf(3, 5), [
        [1, 3],
        [4, 4],
        [5, 10],
      ]);
      assert.deepEqual(await numbersOf(7, 7), [[5, 10]]);
      assert.deepEqual(await numbersOf(13, 20), []);
    },
  },
  {
    title: 'heads follow plain logs, forks, overlaps and parts that come late',
    async run(open) {
      const store = await open();
      const seeded = createSeeded(7);
      const log = createSampleLog(seeded);
      const heads = async (of = log) =>
        (await store.heads(of.channel, of.device, of.lane))
          .map(({ number, hash }) => `${number} ${bytesToHex(hash)}`)
          .sort();
      const ends = (...segments: readonly NewSegment[]) =>
        segments.map(({ to, toHash }) => `${to} ${bytesToHex(toHash)}`).sort();
      const first = log.next(5);
      await append(store, [first]);
      assert.deepEqual(await heads(), ends(first));
      const fork = log.head();
      const second = log.next(2);
      await append(store, [second]);
      assert.deepEqual(await heads(), ends(second));
      log.backTo(fork);
      const branch = log.next(4);
      await append(store, [branch]);
      assert.deepEqual(await heads(), ends(second, branch));
      const further = log.next(1);
      await append(store, [further]);
      assert.deepEqual(await heads(), ends(second, further));
      await append(store, [log.segment(7, 9)]);
      assert.deepEqual(await heads(), ends(second, further));
      assert.equal((await store.readLog(log.channel, log.device, log.lane, 7, 7)).length, 3);

      const overlap = createSampleLog(seeded);
      overlap.next(8);
      await append(store, [overlap.segment(1, 5)]);
      await append(store, [overlap.segment(3, 8)]);
      assert.deepEqual(await heads(overlap), ends(overlap.segment(3, 8)));
      await append(store, [overlap.segment(2, 4)]);
      assert.deepEqual(await heads(overlap), ends(overlap.segment(3, 8)));

      const late = createSampleLog(seeded);
      late.next(8);
      await append(store, [late.segment(5, 8)]);
      await append(store, [late.segment(1, 4)]);
      assert.deepEqual(await heads(late), ends(late.segment(5, 8)));
    },
  },
  {
    title: 'an erasing drops one body, keeps the chain, and holds for whatever arrives later',
    async run(open) {
      const store = await open();
      const log = createSampleLog(createSeeded(8));
      const segment = log.next(4);
      const [, second, third] = log.entries;
      assert.ok(second && third);
      const where = { channel: log.channel, device: log.device, lane: log.lane };
      const erase = (number: number, hash: Uint8Array): Commit => ({
        segments: [],
        erasings: [{ ...where, number, hash }],
      });
      await append(store, [segment]);
      assert.ok((await store.append(erase(2, third.hash))).ok, 'of another branch');
      assert.deepEqual(
        await bodies(store, log),
        log.entries.map((entry) => entry.body?.length),
      );
      const composed = async () => {
        const { segments } = await store.read(everything(store, [log.channel]));
        return composeBatch(segments.map((one) => ({ segment: one, hasBefore: true, hasAfter: false })));
      };
      const before = await composed();
      assert.deepEqual(await composed(), before);
      assert.ok((await store.append(erase(2, second.hash))).ok);
      assert.ok((await store.append(erase(2, second.hash))).ok, 'the second time');
      assert.notDeepEqual(await composed(), before, 'nothing remembered of a batch with the body');
      const lengths = log.entries.map((entry) => entry.body?.length);
      assert.deepEqual(await bodies(store, log), [lengths[0], 'erased', lengths[2], lengths[3]]);
      assert.deepEqual(await append(store, [segment]), [1]);
      assert.deepEqual(await bodies(store, log), [lengths[0], 'erased', lengths[2], lengths[3]]);
      const [head] = await store.heads(log.channel, log.device, log.lane);
      assert.deepEqual(Buffer.from(head?.hash ?? []), Buffer.from(segment.toHash));

      const early = createSampleLog(createSeeded(9), { channel: log.channel });
      const later = early.next(2);
      const { number, hash } = early.entries[0] ?? { number: 0, hash: new Uint8Array() };
      const place = { channel: early.channel, device: early.device, lane: early.lane };
      assert.ok((await store.append({ segments: [], erasings: [{ ...place, number, hash }] })).ok);
      await append(store, [later]);
      assert.deepEqual(await bodies(store, early), ['erased', early.entries[1]?.body?.length]);
    },
  },
  {
    title: 'a commit of two shards is refused as a mistake of the caller',
    async run(open) {
      const store = await open();
      const seeded = createSeeded(10);
      const logs = Array.from({ length: 40 }, () => createSampleLog(seeded));
      const segments = logs.map((log) => log.next());
      if (store.shardCount === 1) return;
      await assert.rejects(store.append({ segments, erasings: [] }), RangeError);
      for (let shard = 0; shard < store.shardCount; shard++) assert.equal(store.arrival(shard), 0);
      for (const segment of segments) await append(store, [segment]);
      const total = Array.from({ length: store.shardCount }, (_, shard) => store.arrival(shard));
      assert.equal(
        total.reduce((sum, arrival) => sum + arrival, 0),
        40,
      );
      assert.ok(total.every((arrival) => arrival > 0));
    },
  },
];

async function append(store: Store, segments: readonly (NewSegment | undefined)[]): Promise<readonly number[]> {
  const result = await store.append({ segments: segments.filter((one) => one !== undefined), erasings: [] });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function everything(store: Store, channels: readonly string[]) {
  const shard = store.shardOf(channels[0] ?? '');
  return { shard, lane: 2 as const, channels, after: 0, upTo: store.arrival(shard), maxBytes: 1_000_000 };
}

async function readAll(store: Store, channels: readonly string[]): Promise<readonly StoredSegment[]> {
  return (await store.read(everything(store, channels))).segments;
}

async function bodies(store: Store, log: Pick<NewSegment, 'channel' | 'device' | 'lane'>) {
  const byNumber = (await store.readLog(log.channel, log.device, log.lane, 1, 1000)).flatMap((segment) =>
    fromSegment(segment).entries.map((entry) => entry.body?.length ?? entry.absence),
  );
  const read = (await readAll(store, [log.channel]))
    .filter((segment) => segment.device === log.device)
    .flatMap((segment) => fromSegment(segment).entries.map((entry) => entry.body?.length ?? entry.absence));
  assert.deepEqual(read, byNumber);
  return byNumber;
}

function withoutHashes(segment: StoredSegment): StoredSegment {
  return withArrival(segment, segment.arrival);
}

function withArrival(
  { channel, device, lane, from, to, toHash8, blob }: NewSegment | StoredSegment,
  arrival: number,
): StoredSegment {
  return { channel, device, lane, from, to, toHash8, blob: new Uint8Array(blob), arrival };
}
