import type { Lane } from '../../shared/protocol/parameters.ts';
import type { ReadResult, StoredSegment } from '../../shared/sync/store.ts';
import type { Names } from './names.ts';
import type { RowsRead } from './read-segments.ts';
import type { PackedRows } from './reader-messages.ts';

/** Packs rows into two arrays. */
export function packRows({ rows, downTo }: RowsRead, devices: Names): PackedRows {
  const numbers = new Float64Array(rows.length * 5);
  // A buffer of its own, never a slice of Node's pool: it is handed to another thread.
  const bytes = Buffer.alloc(rows.reduce((sum, row) => sum + 24 + row.blob.length, 0));
  let at = 0;
  rows.forEach(({ channelIndex, arrival, device, from, to, hash8, blob }, i) => {
    numbers.set([channelIndex, arrival, from, to, blob.length], i * 5);
    bytes.write(devices.nameOf(device), at, 'hex');
    bytes.set(hash8, at + 16);
    bytes.set(blob, at + 24);
    at += 24 + blob.length;
  });
  return { numbers, bytes, downTo };
}

/** The segments in a packed answer; blobs are views on it. */
export function unpackRows(
  { numbers, bytes, downTo }: PackedRows,
  channels: readonly string[],
  lane: Lane,
): ReadResult {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const segments: StoredSegment[] = [];
  let at = 0;
  for (let i = 0; i < numbers.length; i += 5) {
    const [channelIndex, arrival, from, to, size] = numbers.subarray(i, i + 5) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    segments.push({
      channel: channels[channelIndex] as string,
      device: buffer.toString('hex', at, at + 16),
      lane,
      from,
      to,
      toHash8: buffer.toString('hex', at + 16, at + 24),
      blob: bytes.subarray(at + 24, at + 24 + size),
      arrival,
    });
    at += 24 + size;
  }
  return { segments, downTo };
}
