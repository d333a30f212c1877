import { equalBytes } from '../../shared/protocol/bytes.ts';
import { encodeSegment } from '../../shared/protocol/encode-batch.ts';
import type { Entry } from '../../shared/protocol/entry.ts';
import { packRun } from '../../shared/protocol/pack-run.ts';
import { fromSegment } from '../../shared/sync/segments.ts';
import type { Segment } from '../../shared/sync/store.ts';
import { sha256Node } from './sha256-node.ts';

/** Which entry's body goes, by number and full chain hash: on another branch the same number is another entry. */
export type EraseTarget = { readonly number: number; readonly hash: Uint8Array };

/** The blob of `segment` without the bodies of `targets`, headers and hashes kept; null when none of them is there or all are gone already. */
export function eraseBodies(segment: Segment, targets: readonly EraseTarget[]): Uint8Array | null {
  const run = fromSegment(segment, sha256Node);
  let erased = 0;
  const entries = run.entries.map((entry): Entry => {
    const isTarget = targets.some(({ number, hash }) => number === entry.number && equalBytes(hash, entry.hash));
    if (!isTarget || entry.absence === 'erased') return entry;
    erased++;
    return { ...entry, body: null, absence: 'erased' };
  });
  return erased === 0 ? null : encodeSegment(packRun({ ...run, entries }, true));
}
