import { fromLogKey } from '../protocol/ids.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import type { SyncAnswer, ToldHead } from './messages.ts';
import type { Store } from './store.ts';

/**
 * Of the heads that a reader told, the logs of which this store lacks entries: it should send those behind `after`. A store that has the
 * number on another branch lacks the whole branch as far as it can tell, so `after` is 0. Used after a change of epoch, and between stores.
 */
export async function findWanted(heads: readonly ToldHead[], store: Store): Promise<SyncAnswer['wanted']> {
  const wanted: { log: string; after: number }[] = [];
  for (const told of heads) {
    const { channel, device, lane } = fromLogKey(told.log);
    const own = await store.heads(channel, device, lane);
    const most = Math.max(0, ...own.map((head) => head.number));
    if (most < told.number) wanted.push({ log: told.log, after: own.length > 1 ? 0 : most });
    else if (!(await hasHead(told, store))) wanted.push({ log: told.log, after: 0 });
  }
  return wanted;
}

async function hasHead(told: ToldHead, store: Store): Promise<boolean> {
  const { channel, device, lane } = fromLogKey(told.log);
  const own = await store.heads(channel, device, lane);
  if (own.some((head) => head.number === told.number && bytesToHex(head.hash.subarray(0, 8)) === told.hash8))
    return true;
  const segments = await store.readLog(channel, device, lane, told.number, told.number);
  // A head told in the middle of a segment cannot be compared without opening it; the number then counts, since forks are rare.
  return segments.some((segment) => segment.to !== told.number || segment.toHash8 === told.hash8);
}
