import { joinRuns } from '../log/join-runs.ts';
import { splitRun } from '../log/split-run.ts';
import { createByteReader } from '../protocol/byte-reader.ts';
import { createByteWriter } from '../protocol/byte-writer.ts';
import { encodeUtf8, equalBytes } from '../protocol/bytes.ts';
import type { Run } from '../protocol/entry.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { encodeRuns, keptBatches, readTrusted, sizeOfRun, type DeviceCore } from './core.ts';
import type { Device } from './device.ts';

/** What a file of entries begins with. */
const magic = encodeUtf8('tayori/1 file\n');
const leastEntriesARun = 1_000;
const maxBytesABatch = 1024 * 1024;
const maxEntriesABatch = 10_000;

/** Why bytes are no file of entries. */
export type FileError = { readonly code: 'bad-file' };

/**
 * What a device holds, or only what no server has: the magic line, then batches, each behind its length. For carrying and for keeping. Each batch can
 * be read alone, so pages of one log are put together first.
 */
export function exportFile(device: Device, onlyUnsent: boolean): Promise<Uint8Array> {
  return device.inTurn(() => writeFile(device.core, onlyUnsent));
}

async function writeFile(core: DeviceCore, onlyUnsent: boolean): Promise<Uint8Array> {
  const unsent = [...core.own.values()].filter((row) => row.state === 'unsent').map((row) => row.batch);
  const writer = createByteWriter(4096);
  writer.bytes(magic);
  const kept: Run[] = [];
  for await (const batch of onlyUnsent ? unsent : keptBatches(core))
    kept.push(...(await readTrusted(core, batch)).runs);
  let runs: Run[] = [];
  let [bytes, entries] = [0, 0];
  const flush = () => {
    if (runs.length === 0) return;
    const batch = encodeRuns(core, runs);
    writer.varint(batch.length);
    writer.bytes(batch);
    runs = [];
    [bytes, entries] = [0, 0];
  };
  for (const run of joinRuns(kept).flatMap((joined) => splitRun(joined, leastEntriesARun))) {
    const size = sizeOfRun(run);
    if (bytes + size > maxBytesABatch || entries + run.entries.length > maxEntriesABatch) flush();
    runs.push(run);
    bytes += size;
    entries += run.entries.length;
  }
  flush();
  return writer.finish();
}

/** The batches in a file; each is verified when it is taken in. A file cut short gives what is whole. */
export function readFileBatches(bytes: Uint8Array): Result<readonly Uint8Array[], FileError> {
  if (!equalBytes(bytes.subarray(0, magic.length), magic)) return err({ code: 'bad-file' });
  const reader = createByteReader(bytes.subarray(magic.length));
  const batches: Uint8Array[] = [];
  while (reader.left() > 0) {
    const batch = reader.bytes(reader.varint());
    if (reader.failed()) break;
    batches.push(batch);
  }
  return ok(batches);
}
