import { bytesToHex } from './bytes.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { createByteWriter, type ByteWriter } from './byte-writer.ts';
import { maxCborDepth } from './cbor.ts';
import type { BatchParts, Frame } from './decode-batch.ts';
import { maxAfter } from './parameters.ts';
import { hashReference, idReference, shape } from './run-columns.ts';
import { createTextReader, type TextReader } from './text-reader.ts';

/** A 16- or 32-byte string of a body or of `after` that stands for an entry of the same batch; `at` counts from the start of those bytes. */
export type Reference = {
  readonly at: number;
  readonly length: 16 | 32;
  readonly run: number;
  readonly offset: number;
};

/** One entry as its columns give it, before hashes: references are still zeros. */
export type UnhashedEntry = {
  readonly kind: number;
  readonly clockMs: number;
  readonly counter: number;
  /** 16 bytes each. */
  readonly after: Uint8Array;
  readonly afterReferences: readonly Reference[];
  /** Where the body stands in `bodies`; null where it is absent. */
  readonly body: { readonly start: number; readonly end: number } | null;
  readonly bodyReferences: readonly Reference[];
  readonly absent: { readonly length: number; readonly hash: Uint8Array; readonly erased: boolean } | null;
  readonly headerBytes: Uint8Array | null;
};

/** The entries of each frame, and one array that holds all their bodies: ten thousand arrays of their own cost more than hashing them. */
export type UnhashedRuns = {
  readonly entriesByRun: readonly (readonly UnhashedEntry[])[];
  readonly bodies: Uint8Array;
};

/** Reads the structure of one entry after the other; past the end it gives -1, which begins nothing. */
type StructureReader = { current: Uint8Array; at: number };

type Readers = {
  numbers: ByteReader;
  structure: StructureReader;
  bytes: ByteReader;
  references: ByteReader;
  texts: TextReader;
};

const noReferences: readonly Reference[] = [];
const noBytes = new Uint8Array(0);
const zeros = new Uint8Array(32);
const hashHead = Uint8Array.of(0x58, 32);

/** Reads the entries of all frames in order, or says why the columns do not fit together. Bounded by the size of the columns. */
export function readEntries(frames: readonly Frame[], columns: BatchParts['columns']): UnhashedRuns | string {
  const readers: Readers = {
    numbers: createByteReader(columns.numbers),
    structure: { current: noBytes, at: 0 },
    bytes: createByteReader(columns.bytes),
    references: createByteReader(columns.references),
    texts: createTextReader(columns.texts),
  };
  const bodies = createByteWriter(columns.texts.length * 2 + columns.bytes.length);
  const entriesByRun: UnhashedEntry[][] = [];
  let at = 0;
  for (const frame of frames) {
    const entries: UnhashedEntry[] = [];
    for (let i = 0; i < frame.count; i++, at++) {
      readers.structure.current = columns.structures[at] ?? noBytes;
      readers.structure.at = 0;
      const kind = nextOf(readers.structure);
      const bits = nextOf(readers.structure);
      const clockMs = columns.clocks[at] ?? 0;
      const entry = readEntry(kind, bits, clockMs, readers, bodies);
      const { structure } = readers;
      if (entry === null || hasFailed(readers) || structure.at < structure.current.length)
        return 'an entry does not fit its columns';
      entries.push(entry);
    }
    entriesByRun.push(entries);
  }
  const left = readers.numbers.left() + readers.bytes.left() + readers.references.left() + readers.texts.left();
  return left > 0 ? 'a column is longer than its entries' : { entriesByRun, bodies: bodies.view() };
}

/** The ids of a header's `after`, once references have been put in. */
export function idsIn(after: Uint8Array): readonly string[] {
  if (after.length === 0) return noIds;
  const ids: string[] = [];
  for (let at = 0; at < after.length; at += 16) ids.push(bytesToHex(after.subarray(at, at + 16)));
  return ids;
}

const noIds: readonly string[] = [];

function hasFailed(readers: Readers): boolean {
  return readers.numbers.failed() || readers.bytes.failed() || readers.references.failed() || readers.texts.failed();
}

function readEntry(
  kind: number,
  bits: number,
  clockMs: number,
  readers: Readers,
  bodies: ByteWriter,
): UnhashedEntry | null {
  if (bits > 63) return null;
  const headerBytes = bits & shape.rawHeader ? readers.bytes.bytes(readers.numbers.varint()) : null;
  const counter = bits & shape.counter ? readers.numbers.varint() : 0;
  const ids = bits & shape.after ? readAfter(readers) : noAfter;
  if (ids === null) return null;
  const { after, afterReferences } = ids;
  let bodyReferences = noReferences;
  let absent: UnhashedEntry['absent'] = null;
  const start = bodies.length();
  if (bits & shape.absent) {
    const length = readers.numbers.varint();
    absent = { length, hash: readers.bytes.bytes(32), erased: (bits & shape.erased) !== 0 };
  } else if (bits & shape.rawBody) bodies.bytes(readers.bytes.bytes(readers.numbers.varint()));
  else {
    const references: Reference[] = [];
    if (!readItem(readers, { writer: bodies, start, references }, maxCborDepth)) return null;
    if (references.length > 0) bodyReferences = references;
  }
  const body = absent ? null : { start, end: bodies.length() };
  return { kind, clockMs, counter, after, afterReferences, body, bodyReferences, absent, headerBytes };
}

const noAfter = { after: noBytes, afterReferences: noReferences };

function readAfter(readers: Readers): Pick<UnhashedEntry, 'after' | 'afterReferences'> | null {
  const count = nextOf(readers.structure) - 0x80;
  if (!(count > 0 && count <= maxAfter)) return null;
  const into: Target = { writer: createByteWriter(64), start: 0, references: [] };
  for (let i = 0; i < count; i++) {
    const initial = nextOf(readers.structure);
    if (initial === 0x50) into.writer.bytes(readers.bytes.bytes(16));
    else if (initial === idReference) readReference(readers, into, 16);
    else return null;
  }
  return { after: into.writer.finish(), afterReferences: into.references };
}

/** What is being put together, and where it begins in its writer. */
type Target = { readonly writer: ByteWriter; readonly start: number; readonly references: Reference[] };

function readReference(readers: Readers, into: Target, length: 16 | 32): void {
  const run = readers.references.varint();
  const offset = readers.references.varint();
  into.references.push({ at: into.writer.length() - into.start, length, run, offset });
  into.writer.bytes(zeros.subarray(0, length));
}

/** Puts one CBOR item together again; false when the structure is none. */
function readItem(readers: Readers, into: Target, depthLeft: number): boolean {
  const { writer } = into;
  const initial = nextOf(readers.structure);
  if (initial < 0) return false;
  if (initial === 0x60) {
    writer.cborText(readers.texts.next());
    return true;
  }
  if (initial === idReference || initial === hashReference) {
    const length = initial === idReference ? 16 : 32;
    if (length === 16) writer.byte(0x50);
    else writer.bytes(hashHead);
    readReference(readers, into, length);
    return true;
  }
  const major = initial >> 5;
  const info = initial & 31;
  if (major === 3 || major === 6) return false;
  writer.byte(initial);
  if (major === 7) return info >= 20 && info <= 22;
  if (info > 27) return false;
  let argument = info;
  if (info > 23) {
    argument = 0;
    for (let left = 1 << (info - 24); left > 0; left--) {
      const byte = readers.numbers.byte();
      writer.byte(byte);
      argument = argument * 256 + byte;
    }
  }
  if (major < 2) return true;
  if (major === 2) {
    writer.bytes(readers.bytes.bytes(argument));
    return true;
  }
  if (depthLeft === 0) return false;
  const items = major === 5 ? argument * 2 : argument;
  for (let i = 0; i < items; i++) if (!readItem(readers, into, depthLeft - 1)) return false;
  return true;
}

function nextOf(structure: StructureReader): number {
  return structure.current[structure.at++] ?? -1;
}
