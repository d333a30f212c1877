import { fromLogKey, type LogKey } from '../protocol/ids.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import type { SyncAnswer, ToldHead } from './messages.ts';
import { fromSegment } from './segments.ts';
import type { Store, StoredSegment } from './store.ts';

/**
 * Of the heads that a reader told, the logs of which this store lacks entries: it should send those behind `after`. A store that has the
 * number on another branch lacks the whole branch as far as it can tell, so `after` is 0. Of a log that the reader may not read it says that it lacks
 * all, whatever it has, so that nobody counts another's entries by asking. Used after a change of epoch, and between stores.
 */
export async function findWanted(
  heads: readonly ToldHead[],
  store: Store,
  mayRead: (log: LogKey) => boolean,
): Promise<SyncAnswer['wanted']> {
  const afterByLog = new Map<LogKey, number>();
  const want = (log: LogKey, after: number) => afterByLog.set(log, Math.min(after, afterByLog.get(log) ?? after));
  for (const told of heads) {
    if (!mayRead(told.log)) {
      want(told.log, 0);
      continue;
    }
    const { channel, device, lane } = fromLogKey(told.log);
    const own = await store.heads(channel, device, lane);
    const most = Math.max(0, ...own.map((head) => head.number));
    if (most < told.number) want(told.log, own.length > 1 ? 0 : most);
    else if (!(await hasHead(told, store))) want(told.log, 0);
  }
  return [...afterByLog].map(([log, after]) => ({ log, after }));
}

async function hasHead(told: ToldHead, store: Store): Promise<boolean> {
  const { channel, device, lane } = fromLogKey(told.log);
  const own = await store.heads(channel, device, lane);
  if (own.some((head) => head.number === told.number && bytesToHex(head.hash.subarray(0, 8)) === told.hash8))
    return true;
  for (const segment of await store.readLog(channel, device, lane, told.number, told.number)) {
    if (segment.to === told.number ? segment.toHash8 === told.hash8 : hasInside(segment, told)) return true;
  }
  return false;
}

function hasInside(segment: StoredSegment, told: ToldHead): boolean {
  const entry = fromSegment(segment).entries[told.number - segment.from];
  return entry !== undefined && entry.id.slice(0, 16) === told.hash8;
}
