import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { bytesToHex, hexToBytes } from '../../shared/protocol/bytes.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { Erasing } from '../../shared/sync/store.ts';

/** Erasures in a file of their own; see `openLedger`. */
export type Ledger = {
  /**
   * Adds lines and returns once they would survive a power cut. Throws what the file system throws; then none of them counts, and the file
   * is as before as far as it can be written at all.
   */
  append(erasings: readonly Erasing[]): void;
  close(): void;
};

/** A file of lines `channel device lane number hash check`, opened for adding. A line that was cut off by a crash is removed. */
export function openLedger(path: string): Ledger {
  const handle = openSync(path, 'a+', 0o600);
  let length = fstatSync(handle).size;
  const whole = existsSync(path) ? readFileSync(path).lastIndexOf(0x0a) + 1 : 0;
  if (whole < length) {
    ftruncateSync(handle, whole);
    length = whole;
  }
  fsyncSync(handle);
  return {
    append(erasings) {
      if (erasings.length === 0) return;
      const bytes = Buffer.from(erasings.map(toLine).join(''));
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
        fsyncSync(handle);
        length += bytes.length;
      } catch (error) {
        ftruncateSync(handle, length);
        throw error;
      }
    },
    close: () => closeSync(handle),
  };
}

/** Every whole line of the ledger at `path`, oldest first; none where there is no file. Damaged lines are counted, not believed. */
export function readLedger(path: string): { readonly erasings: readonly Erasing[]; readonly damaged: number } {
  if (!existsSync(path)) return { erasings: [], damaged: 0 };
  const erasings: Erasing[] = [];
  let damaged = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const erasing = fromLine(line);
    if (erasing === null) damaged++;
    else erasings.push(erasing);
  }
  return { erasings, damaged };
}

function toLine({ channel, device, lane, number, hash }: Erasing): string {
  const text = `${channel} ${device} ${lane} ${number} ${bytesToHex(hash)}`;
  return `${text} ${check(text)}\n`;
}

function fromLine(line: string): Erasing | null {
  const match = /^(([0-9a-f]{36}) ([0-9a-f]{32}) ([0-3]) ([1-9]\d{0,9}) ([0-9a-f]{64})) ([0-9a-f]{8})$/.exec(line);
  const [, text = '', channel = '', device = '', lane, number, hash = '', sum] = match ?? [];
  const bytes = hexToBytes(hash);
  if (match === null || check(text) !== sum || !bytes.ok) return null;
  return { channel, device, lane: Number(lane) as Lane, number: Number(number), hash: bytes.value };
}

function check(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
