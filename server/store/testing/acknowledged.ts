import { bytesToHex } from '../../../shared/protocol/bytes.ts';
import type { Lane } from '../../../shared/protocol/parameters.ts';
import { fromSegment } from '../../../shared/sync/segments.ts';
import type { Store } from '../../../shared/sync/store.ts';

/** What a store owes to those it answered, as the lines of a load process say it. */
export type Owed = { readonly segments: number; readonly erasures: number; readonly missing: readonly string[] };

/**
 * Looks for everything in `lines` (of which the last may be cut off): each segment by its log, numbers and hash, its chain computed; each erased body
 * must be gone.
 */
export async function findAcknowledged(store: Store, lines: string): Promise<Owed> {
  const missing: string[] = [];
  let [segments, erasures] = [0, 0];
  for (const line of lines.slice(0, lines.lastIndexOf('\n') + 1).split('\n')) {
    const [what, channel = '', device = '', lane, number, ...rest] = line.split(' ');
    const at = Number(number);
    if (what === 'S') {
      segments++;
      const [to, hash8] = rest;
      const found = await store.readLog(channel, device, Number(lane) as Lane, at, at);
      const own = found.find((one) => one.from === at && one.to === Number(to) && one.toHash8 === hash8);
      const end = own && fromSegment(own).entries.at(-1);
      if (!end || bytesToHex(end.hash.subarray(0, 8)) !== hash8) missing.push(line);
    }
    if (what === 'E') {
      erasures++;
      const found = await store.readLog(channel, device, Number(lane) as Lane, at, at);
      const entries = found.flatMap((segment) => fromSegment(segment).entries);
      const target = entries.find((entry) => entry.number === at && bytesToHex(entry.hash) === rest[0]);
      // One that never came may come yet: the erasure then finds it.
      if (target !== undefined && target.absence !== 'erased') missing.push(line);
    }
  }
  return { segments, erasures, missing };
}
