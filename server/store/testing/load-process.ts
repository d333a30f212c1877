import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createSeeded } from '../../../shared/protocol/seeded.ts';
import { openSqliteStore } from '../sqlite-store.ts';
import { createSampleLog } from './sample-log.ts';

// A process that stores as fast as it can until it is killed: `folder seed`. Each acknowledgement is a line in acks.log of the folder, written the moment it
// comes: `S channel device lane from to hash8` for a segment, `E channel device lane number hash` for an erasure, `F code` for a refusal.

const [folder = '', seedText = '1'] = process.argv.slice(2);
const seeded = createSeeded(Number(seedText));
const opened = await openSqliteStore(folder, { readers: 1 });
if (!opened.ok) throw new Error(opened.error.detail);
const store = opened.value;
const acks = openSync(join(folder, 'acks.log'), 'a');
let isFailed = false;

async function writeLog(): Promise<void> {
  const log = createSampleLog(seeded);
  const where = `${log.channel} ${log.device} ${log.lane}`;
  while (!isFailed) {
    const segments = Array.from({ length: 1 + seeded.int(2) }, () => log.next(1 + seeded.int(3)));
    const erased = seeded.chance(0.1) ? seeded.pick(log.entries) : null;
    const { channel, device, lane } = log;
    const erasings = erased ? [{ channel, device, lane, number: erased.number, hash: erased.hash }] : [];
    const result = await store.append({ segments, erasings });
    if (!result.ok) {
      writeSync(acks, `F ${result.error.code}\n`);
      isFailed = result.error.code === 'store-failed';
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const lines = [
      ...segments.map(({ from, to, toHash8 }) => `S ${where} ${from} ${to} ${toHash8}\n`),
      ...erasings.map(({ number, hash }) => `E ${where} ${number} ${Buffer.from(hash).toString('hex')}\n`),
    ];
    writeSync(acks, lines.join(''));
  }
}

await Promise.all(Array.from({ length: 8 }, writeLog));
await store.close();
closeSync(acks);
