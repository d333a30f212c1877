import { createPerson } from '../../shared/device/device.ts';
import type { DevicePorts, DiskPort } from '../../shared/device/ports.ts';
import { encodeRuns, keptChunks, readTrusted, type DeviceCore } from '../../shared/device/core.ts';
import { createReplica } from '../../shared/fold/replica.ts';
import type { Run } from '../../shared/protocol/entry.ts';
import { sha256 } from '../../shared/protocol/hash.ts';
import { createAsyncVerifier } from '../../shared/protocol/sign.ts';
import { openDatabase } from '../db/database.ts';
import { createDisk } from '../db/disk.ts';
import { createWebCryptoEngine } from '../platform/engine-webcrypto.ts';
import { browserKeys } from '../platform/keys.ts';
import { createWebCryptoSealEngine } from '../platform/seal-engine.ts';
import { randomBytes } from '../platform/random.ts';

/** What the bench is told; see the comment of each. */
export interface DurableTimes {
  readonly entries: number;
  readonly bytes: number;
  /** From batches as they come to everything decoded, verified, folded and durable. */
  readonly receiveMs: number;
  /** From entries in memory to chunks of a thousand, each durable before the next. */
  readonly packMs: number;
  /** One raw record of as many bytes, durable: the best of five. */
  readonly rawMs: number;
  /** Two hashes an entry, which no way of taking them in can leave out. */
  readonly hashMs: number;
}

/** Bench support: a worker that takes in batches as the app's own does, with the same storage and keys. Nothing else imports it. */
addEventListener('message', async ({ data }: MessageEvent<readonly Uint8Array[]>) => postMessage(await measure(data)));

async function measure(batches: readonly Uint8Array[]): Promise<DurableTimes> {
  const database = await openDatabase(
    () => undefined,
    () => undefined,
  );
  const disk = createDisk(database);
  const ports: DevicePorts = {
    keys: browserKeys,
    seals: createWebCryptoSealEngine(),
    disk,
    verifier: createAsyncVerifier(createWebCryptoEngine()),
    nowMs: () => 1_800_000_000_000,
    random: randomBytes,
    createFolds: (viewer) => createReplica(viewer),
  };
  const made = await createPerson(ports, { name: '試し' });
  if (!made.ok) throw new Error(made.error.code);
  const { core } = made.value;
  const from = performance.now();
  for (const batch of batches) {
    const received = await made.value.receive(batch, { meta: core.meta });
    if (!received.ok) throw new Error(received.error.code);
  }
  const receiveMs = performance.now() - from;
  const bytes = core.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  return {
    entries: core.receivedAtMs.size,
    bytes,
    receiveMs,
    packMs: await writePacked(core, disk),
    rawMs: await writeRaw(bytes),
    hashMs: hashAll(core.receivedAtMs.size),
  };
}

const packedEntries = 1000;

async function writePacked(core: DeviceCore, disk: DiskPort): Promise<number> {
  const parts: Run[][] = [[]];
  let entries = 0;
  for await (const chunk of keptChunks(core)) {
    for (const run of (await readTrusted(core, chunk.batch)).runs) {
      if (entries >= packedEntries) {
        parts.push([]);
        entries = 0;
      }
      parts.at(-1)?.push(run);
      entries += run.entries.length;
    }
  }
  const from = performance.now();
  for (const [i, runs] of parts.entries()) {
    const done = await disk.commit({ chunks: [{ key: 1000 + i, batch: encodeRuns(core, runs), receipts: [] }] });
    if (!done.ok) throw new Error(done.error.code);
  }
  return performance.now() - from;
}

function hashAll(entries: number): number {
  const block = new Uint8Array(120);
  const from = performance.now();
  for (let i = 0; i < 2 * entries; i++) {
    block[i % 120] = i & 255;
    sha256(block);
  }
  return performance.now() - from;
}

/** The best of five single records of that size, strictly durable. */
async function writeRaw(bytes: number): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('raw', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const record = new Uint8Array(bytes).map((_, i) => (i * 2_654_435_761) >>> 24);
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('bytes', 'readwrite', { durability: 'strict' });
      transaction.objectStore('bytes').put(record, i);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    best = Math.min(best, performance.now() - from);
  }
  database.close();
  return best;
}
