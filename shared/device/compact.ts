import type { Entry, Run } from '../protocol/entry.ts';
import { toLogKey, type LogKey } from '../protocol/ids.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { maxUnsignedEntries } from '../protocol/parameters.ts';
import { ok, type Result } from '../protocol/result.ts';
import { commit, encodeRuns, reading, readTrusted, type DeviceCore } from './core.ts';
import type { Device } from './device.ts';
import { worthPacking, type Chunk, type ChunkChange, type DiskError } from './ports.ts';
import type { Receipt } from './receipts.ts';

/** About so many entries go into one packed chunk: reading a chunk costs a fixed time beside that of its entries. */
const targetEntries = 1000;
/** And at most about so many bytes, so that one with pictures stays easy to rewrite. */
const targetBytes = 1024 * 1024;

/**
 * Packs small chunks of the storage, oldest first, into one of a thousand entries; true when there may be more to pack. For idle moments. The chunks that go and the one that takes their place are one
 * transaction, so that a device that dies meanwhile has either. What is held, its order and its receipts stay the same. Logs that fork stay as they came.
 */
export function compactChunks(device: Device): Promise<Result<boolean, DiskError>> {
  return device.inTurn(() => reading(() => compact(device.core)));
}

async function compact(core: DeviceCore): Promise<Result<boolean, DiskError>> {
  // Those without entries of their own hold bodies of bulk, which go first when room is short, each by itself.
  const small = core.chunks.filter((note) => note.entries > 0 && note.entries < targetEntries / 2);
  if (small.length < worthPacking) return ok(false);
  const packed: Chunk[] = [];
  const runs: Run[] = [];
  let [entries, bytes] = [0, 0];
  for (const note of small) {
    if (entries >= targetEntries || bytes + note.bytes > targetBytes) break;
    const chunk = await core.ports.disk.readChunk(note.key);
    const { runs: held } = await readTrusted(core, chunk.batch);
    if (held.some((run) => core.holdings.isForked(run.device))) continue;
    packed.push(chunk);
    runs.push(...held);
    entries += note.entries;
    bytes += note.bytes;
  }
  const [first, ...others] = packed;
  if (first === undefined || others.length === 0) return ok(false);
  const receipts = joinReceipts(packed.flatMap((chunk) => chunk.receipts));
  const changes: ChunkChange[] = [
    { key: first.key, batch: encodeRuns(core, joinRuns(runs)), receipts },
    ...others.map(({ key }) => ({ key, batch: null, receipts: [] })),
  ];
  const done = await commit(core, { chunks: changes });
  return done.ok ? ok(small.length - packed.length >= worthPacking) : done;
}

/** The same entries in as few runs as they make, each log in its order. */
function joinRuns(runs: readonly Run[]): readonly Run[] {
  const byLog = new Map<LogKey, Run[]>();
  for (const run of [...runs].sort((a, b) => a.from - b.from)) {
    const log = toLogKey(run.channel, run.device, run.lane);
    const known = byLog.get(log) ?? [];
    const last = known.at(-1);
    const joined = last && joinTwo(last, run);
    if (joined) known[known.length - 1] = joined;
    else known.push(run);
    byLog.set(log, known);
  }
  return [...byLog.values()].flat().map(thinSignatures);
}

/** `next` behind `run`, or null when it does not continue it. */
function joinTwo(run: Run, next: Run): Run | null {
  const end = run.from + run.entries.length - 1;
  const shared = end + 1 - next.from;
  const last = run.entries.at(-1);
  const link = shared === 0 ? next.base : next.entries[Math.min(shared, next.entries.length) - 1]?.hash;
  const place = shared > next.entries.length ? run.entries[next.from + next.entries.length - 1 - run.from] : last;
  if (shared < 0 || !link || !place || !equalBytes(link, place.hash)) return null;
  const entries = run.entries.map((entry): Entry => {
    const again = entry.body === null ? next.entries[entry.number - next.from] : undefined;
    return again?.body ? again : entry;
  });
  return {
    ...run,
    entries: [...entries, ...next.entries.slice(shared)],
    signatures: new Map([...run.signatures, ...next.signatures]),
  };
}

/** Keeps the last signature and as few before it as leave no more than `maxUnsignedEntries` without. */
function thinSignatures(run: Run): Run {
  const points = [...run.signatures].sort(([a], [b]) => a - b);
  const kept = new Map<number, Uint8Array>();
  let signedTo = run.from - 1;
  points.forEach(([number, signature], i) => {
    const next = points[i + 1]?.[0];
    if (next !== undefined && next - signedTo <= maxUnsignedEntries) return;
    kept.set(number, signature);
    signedTo = number;
  });
  return { ...run, signatures: kept };
}

function joinReceipts(receipts: readonly Receipt[]): readonly Receipt[] {
  const joined: Receipt[] = [];
  const lastByLog = new Map<LogKey, number>();
  for (const receipt of receipts) {
    const at = lastByLog.get(receipt.log);
    const last = at === undefined ? undefined : joined[at];
    if (at !== undefined && last?.to === receipt.from - 1 && last.atMs === receipt.atMs) {
      joined[at] = { ...last, to: receipt.to };
      continue;
    }
    lastByLog.set(receipt.log, joined.length);
    joined.push(receipt);
  }
  return joined;
}
