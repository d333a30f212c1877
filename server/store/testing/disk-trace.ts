import { readFileSync } from 'node:fs';
import type { Seeded } from '../../../shared/protocol/seeded.ts';

/** One thing that was done to a file. `sync` stands where it had succeeded. */
export type DiskStep =
  | { readonly what: 'write'; readonly path: string; readonly at: number; readonly data: Uint8Array }
  | { readonly what: 'truncate'; readonly path: string; readonly size: number }
  | { readonly what: 'sync'; readonly path: string }
  | { readonly what: 'unlink'; readonly path: string }
  | { readonly what: 'rename'; readonly path: string; readonly to: string };

/** The steps in the trace at `path`, in order; a record that was cut off ends them. */
export function readTrace(path: string): readonly DiskStep[] {
  const bytes = readFileSync(path);
  const paths: string[] = [];
  const steps: DiskStep[] = [];
  for (let at = 0; at + 15 <= bytes.length;) {
    const op = String.fromCharCode(bytes[at] as number);
    const file = bytes.readUInt16LE(at + 1);
    const number = Number(bytes.readBigUInt64LE(at + 3));
    const length = bytes.readUInt32LE(at + 11);
    const data = bytes.subarray(at + 15, at + 15 + length);
    if (data.length < length) break;
    at += 15 + length;
    if (op === 'P') paths[file] = data.toString();
    const path = paths[file] as string;
    if (op === 'W') steps.push({ what: 'write', path, at: number, data });
    if (op === 'T') steps.push({ what: 'truncate', path, size: number });
    if (op === 'S') steps.push({ what: 'sync', path });
    if (op === 'U') steps.push({ what: 'unlink', path });
    if (op === 'R') steps.push({ what: 'rename', path, to: paths[number] as string });
  }
  return steps;
}

/** `room` grows by doubling, so that a log written in thousands of pieces is not copied thousands of times. */
type File = { room: Buffer; length: number; pending: DiskStep[] };

/**
 * The files that a power cut after `steps` leaves: what was synced is there; of what was not, each write came through, was lost, or is torn into sectors
 * of which some came through, whatever the order.
 */
export function imageAfter(steps: readonly DiskStep[], seeded: Seeded): ReadonlyMap<string, Buffer> {
  const files = new Map<string, File>();
  const fileAt = (path: string) => {
    const known = files.get(path);
    if (known) return known;
    const file: File = { room: Buffer.alloc(0), length: 0, pending: [] };
    files.set(path, file);
    return file;
  };
  for (const step of steps) {
    const file = fileAt(step.path);
    if (step.what === 'sync') {
      for (const pending of file.pending) apply(file, pending);
      file.pending = [];
    } else if (step.what === 'unlink') files.delete(step.path);
    else if (step.what === 'rename') {
      files.set(step.to, file);
      files.delete(step.path);
    } else file.pending.push(step);
  }
  const sector = seeded.pick([512, 4096]);
  for (const file of files.values()) {
    for (const step of file.pending) {
      const fate = seeded.int(3);
      if (fate === 0) continue;
      if (fate === 1 || step.what !== 'write') apply(file, step);
      else for (const part of sectorsOf(step, sector)) if (seeded.chance(0.5)) apply(file, part);
    }
  }
  return new Map([...files].map(([path, { room, length }]) => [path, room.subarray(0, length)]));
}

function sectorsOf(step: Extract<DiskStep, { what: 'write' }>, sector: number): DiskStep[] {
  const parts: DiskStep[] = [];
  for (let at = step.at; at < step.at + step.data.length;) {
    const end = Math.min(step.at + step.data.length, (Math.floor(at / sector) + 1) * sector);
    parts.push({ ...step, at, data: step.data.subarray(at - step.at, end - step.at) });
    at = end;
  }
  return parts;
}

function apply(file: File, step: DiskStep): void {
  if (step.what === 'truncate') {
    file.room.fill(0, Math.min(step.size, file.length), file.length);
    reserve(file, step.size);
    file.length = step.size;
  }
  if (step.what === 'write') {
    const end = step.at + step.data.length;
    reserve(file, end);
    file.room.set(step.data, step.at);
    file.length = Math.max(file.length, end);
  }
}

function reserve(file: File, size: number): void {
  if (size <= file.room.length) return;
  const room = Buffer.alloc(Math.max(size, 2 * file.room.length));
  file.room.copy(room, 0, 0, file.length);
  file.room = room;
}
