import { toLogKey, type DeviceId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import type { AppendResult, Commit, ReadQuery, ReadResult, Store, StoredSegment } from '../../shared/sync/store.ts';
import type { ShardCommit } from './commit-message.ts';
import { dataFolder, lockFolder, type FolderError } from './data-folder.ts';
import { createHeadCache } from './head-cache.ts';
import { createNewestMap, type NewestMap } from './newest-map.ts';
import { unpackRows } from './packed-rows.ts';
import { openReaders } from './reader-pool.ts';
import { createRecentSegments, type RecentSegments } from './recent-segments.ts';
import { shardOfChannel } from './shard.ts';
import type { SideAnswer, SideCall } from './writer-messages.ts';
import { startWriter } from './writer-client.ts';
import type { WriteFailure } from './write-failure.ts';
import type { WrittenSegment } from './writer.ts';

/** A store on SQLite, with what a server keeps beside the log. */
export type SqliteStore = Store & {
  /** Why the history got a new name at this opening; null when it kept its own or is new. */
  readonly newEpochBecause: string | null;
  /** Handles and contact times. Durable when it resolves; the failure when it could not be written. */
  call(call: SideCall): Promise<SideAnswer>;
  /** Segments of lane 0 of one shard from which permissions follow, in order of arrivals, at most `limit` above `after`. */
  readLife(shard: number, after: number, limit: number): Promise<readonly StoredSegment[]>;
  /** Everything of these devices, in order of arrivals. */
  readLent(devices: readonly DeviceId[]): Promise<readonly StoredSegment[]>;
};

/** Settings; a server needs none. */
export type SqliteOptions = {
  /** 1 unless a test says otherwise. */
  readonly shardCount?: number;
  readonly readers?: number;
  /** Bytes of the newest blobs kept in memory, a shard. */
  readonly recentBytes?: number;
  /** Greatest size of the database in pages: a full disk, for tests. */
  readonly maxPages?: number | undefined;
  /** Called once when the disk failed: nothing is acknowledged any more until the store was opened anew. */
  readonly onFailure?: (failure: WriteFailure) => void;
};

/** Why a store was not opened. */
export type OpenError = FolderError | { readonly code: 'not-opened'; readonly detail: string };

/**
 * Opens the store in `folder`, made where it is missing. One process at a time: a second one gets `in-use`. Writes go to one thread and are
 * committed in groups (a group is what arrived while the last one was synced), reads to others, so nothing here waits on the event loop.
 */
export async function openSqliteStore(
  folder: string,
  options: SqliteOptions = {},
): Promise<Result<SqliteStore, OpenError>> {
  const {
    shardCount = 1,
    readers = 2,
    recentBytes = 16 * 1024 * 1024,
    maxPages,
    onFailure = () => undefined,
  } = options;
  const paths = dataFolder(folder);
  const lock = lockFolder(paths);
  if (!lock.ok) return lock;
  const heads = createHeadCache(200_000);
  const recent: RecentSegments[] = [];
  const arrivals: number[] = [];
  let newest: NewestMap | null = null;

  function noteWritten({ shard, segments }: ShardCommit, written: readonly WrittenSegment[]): void {
    written.forEach(({ arrival, isNew, heads: branches }, i) => {
      const segment = segments[i];
      if (!isNew || segment === undefined || newest === null) return;
      const { channel, device, lane, from, to, toHash8, toHash, blob } = segment;
      heads.set(toLogKey(channel, device, lane), branches ?? [{ number: to, hash: toHash }]);
      const before = newest.note(channel, lane, arrival);
      recent[shard]?.add({ channel, device, lane, from, to, toHash8, blob, arrival }, before);
      arrivals[shard] = arrival;
    });
  }

  let started: Awaited<ReturnType<typeof startWriter>>;
  try {
    started = await startWriter(
      { paths, options: { shardCount, maxPages } },
      { written: noteWritten, changed: (shard, arrival) => recent[shard]?.forget(arrival), failed: onFailure },
    );
  } catch (error) {
    lock.value.release();
    return err({ code: 'not-opened', detail: (error as Error).message });
  }
  const { ready, client } = started;
  arrivals.push(...ready.arrivals);
  recent.push(...ready.arrivals.map((arrival) => createRecentSegments(recentBytes, arrival)));
  const map = (newest = createNewestMap(ready.newest));
  const pool = openReaders(paths.database, readers);
  const shardOf: Store['shardOf'] = (channel) => shardOfChannel(channel, shardCount);

  async function readRows(query: ReadQuery): Promise<ReadResult> {
    const { shard, lane, after, upTo, maxBytes } = query;
    const bounds = query.channels.map((channel) => Math.min(upTo, map.get(channel, lane)));
    const channels = query.channels.filter((_, i) => (bounds[i] as number) > after);
    const call = { shard, lane, channels, bounds: bounds.filter((bound) => bound > after), after, maxBytes };
    const answer = await pool.ask({ name: 'read', query: call });
    if (answer.name !== 'read') throw new TypeError('the reader answered something else');
    return unpackRows(answer.packed, channels, lane);
  }

  return ok({
    epoch: ready.epoch,
    newEpochBecause: ready.newEpochBecause,
    shardCount,
    shardOf,
    arrival: (shard) => arrivals[shard] ?? 0,
    newest: map.get,
    newestByLane: map.byLane,
    call: client.call,
    async append(commit): Promise<AppendResult> {
      const shard = oneShard(commit, shardOf);
      if (shard === null) return { ok: true, value: [] };
      const outcome = await client.write({ ...commit, shard });
      return outcome.ok ? { ok: true, value: outcome.segments.map(({ arrival }) => arrival) } : outcome;
    },
    read: (query) => recent[query.shard]?.read(query, (channel) => map.get(channel, query.lane)) ?? readRows(query),
    async readLog(channel, device, lane, from, to) {
      const answer = await pool.ask({ name: 'log', log: { channel, device, lane }, from, to });
      return answer.name === 'segments' ? answer.segments : [];
    },
    async readLife(shard, after, limit) {
      const answer = await pool.ask({ name: 'life', shard, after, limit });
      return answer.name === 'segments' ? answer.segments : [];
    },
    async readLent(devices) {
      const answer = await pool.ask({ name: 'lent', devices });
      return answer.name === 'segments' ? answer.segments : [];
    },
    heads(channel, device, lane) {
      return heads.get(toLogKey(channel, device, lane), async () => {
        const answer = await pool.ask({ name: 'heads', log: { channel, device, lane } });
        return answer.name === 'heads' ? answer.heads : [];
      });
    },
    async close() {
      // Readers first: the connection that is closed last folds the log into the database.
      await pool.close();
      await client.close();
      lock.value.release();
    },
  });
}

/** The shard of a commit, or null of an empty one. Throws when there are several: no transaction spans two. */
function oneShard({ segments, erasings }: Commit, shardOf: Store['shardOf']): number | null {
  let shard: number | null = null;
  for (const { channel } of [...segments, ...erasings]) {
    const own = shardOf(channel);
    if (shard !== null && own !== shard) throw new RangeError('a commit must be of one shard');
    shard = own;
  }
  return shard;
}
