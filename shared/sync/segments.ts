import { bytesToHex } from '../protocol/bytes.ts';
import { decodeSegment, type BatchParts } from '../protocol/decode-batch.ts';
import { encodeSegment } from '../protocol/encode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { openParts, type OpenRun } from '../protocol/open-batch.ts';
import { packRun } from '../protocol/pack-run.ts';
import type { NewSegment, Segment } from './store.ts';

/** The row of a verified run. */
export function toSegment(run: Run): NewSegment {
  const last = run.entries.at(-1);
  if (last === undefined) throw new RangeError('a run holds at least one entry');
  return {
    channel: run.channel,
    device: run.device,
    lane: run.lane,
    from: run.from,
    to: last.number,
    toHash8: bytesToHex(last.hash.subarray(0, 8)),
    blob: encodeSegment(packRun(run, true)),
    base: run.base,
    toHash: last.hash,
  };
}

/**
 * The row of a whole verified run that came as the only one of its batch and without references: its columns are those of the batch, so nothing
 * is taken apart again. `last` is its last entry.
 */
export function columnsToSegment(open: OpenRun, columns: BatchParts['columns'], last: Entry): NewSegment {
  const { channel, device, lane, from, start } = open;
  return {
    channel,
    device,
    lane,
    from,
    to: last.number,
    toHash8: last.id.slice(0, 16),
    blob: encodeSegment({
      channel,
      device,
      lane,
      from,
      count: open.count,
      base: from > 1 ? start : null,
      signatures: open.signatures,
      clocks: columns.clocks,
      numbers: columns.numbers,
      structures: columns.structures,
      bytes: columns.bytes,
      references: columns.references,
      texts: columns.texts,
    }),
    base: start,
    toHash: last.hash,
  };
}

/** The run in a row, its chain computed from its base. Throws when the row is damaged: what was stored was checked before. */
export function fromSegment(segment: Segment, hash: Sha256 = sha256): Run {
  const columns = decodeSegment(segment.blob, segment.channel, segment.device);
  if (!columns.ok) throw new Error(`damaged segment: ${columns.error.detail}`);
  const { channel, device, lane, from, count, base, signatures, ...rest } = columns.value;
  const frame = { channel, device, lane, from, count, base, signatures };
  const opened = openParts({ certificates: [], rotations: [], frames: [frame], columns: rest }, () => null, hash);
  const open = opened.ok ? opened.value.runs[0] : undefined;
  if (open === undefined || open.problem !== null)
    throw new Error(`damaged segment: ${open?.problem?.detail ?? 'batch'}`);
  const points = new Map(signatures.map((point) => [point.number, point.signature]));
  return { channel, device, lane, from, base: open.start, entries: open.entries, signatures: points };
}
