import { bytesToHex } from './bytes.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { createByteWriter, type ByteWriter } from './byte-writer.ts';
import { maxCborDepth } from './cbor.ts';
import type { Frame } from './decode-batch.ts';
import { maxAfter } from './parameters.ts';
import { hashReference, idReference, shape, type RunColumns } from './run-columns.ts';
import { createTextReader, type TextReader } from './text-reader.ts';

/** A 16- or 32-byte string of a body or of `after` that stands for an entry of the same batch. */
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
  readonly body: Uint8Array | null;
  readonly bodyReferences: readonly Reference[];
  /** Where the body is absent. */
  readonly absent: { readonly length: number; readonly hash: Uint8Array; readonly erased: boolean } | null;
  readonly headerBytes: Uint8Array | null;
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

/** Reads the entries of all frames in order, or says why the columns do not fit together. Bounded by the size of the columns. */
export function readEntries(
  frames: readonly Frame[],
  columns: Pick<RunColumns, 'shapes' | 'clocks' | 'structures' | 'numbers' | 'bytes' | 'references' | 'texts'>,
): UnhashedEntry[][] | string {
  const readers: Readers = {
    numbers: createByteReader(columns.numbers),
    structure: { current: noBytes, at: 0 },
    bytes: createByteReader(columns.bytes),
    references: createByteReader(columns.references),
    texts: createTextReader(columns.texts),
  };
  const all: UnhashedEntry[][] = [];
  let at = 0;
  for (const frame of frames) {
    const entries: UnhashedEntry[] = [];
    for (let i = 0; i < frame.count; i++, at++) {
      readers.structure.current = columns.structures[at] ?? noBytes;
      readers.structure.at = 0;
      const entry = readEntry(
        columns.shapes[2 * at] ?? 0,
        columns.shapes[2 * at + 1] ?? 0,
        columns.clocks[at] ?? 0,
        readers,
      );
      if (entry === null || hasFailed(readers) || readers.structure.at < readers.structure.current.length)
        return 'an entry does not fit its columns';
      entries.push(entry);
    }
    all.push(entries);
  }
  const left = readers.numbers.left() + readers.bytes.left() + readers.references.left();
  return left + readers.texts.left() > 0 ? 'a column is longer than its entries' : all;
}

function hasFailed(readers: Readers): boolean {
  return readers.numbers.failed() || readers.bytes.failed() || readers.references.failed() || readers.texts.failed();
}

function readEntry(kind: number, bits: number, clockMs: number, readers: Readers): UnhashedEntry | null {
  if (bits > 63) return null;
  const headerBytes = bits & shape.rawHeader ? readers.bytes.bytes(readers.numbers.varint()) : null;
  const counter = bits & shape.counter ? readers.numbers.varint() : 0;
  let after: Uint8Array = noBytes;
  let afterReferences = noReferences;
  if (bits & shape.after) {
    const count = nextOf(readers.structure) - 0x80;
    if (!(count > 0 && count <= maxAfter)) return null;
    const writer = createByteWriter(64);
    const references: Reference[] = [];
    for (let i = 0; i < count; i++) if (!readId(readers, writer, references)) return null;
    after = writer.finish();
    afterReferences = references;
  }
  const rest = { kind, clockMs, counter, after, afterReferences, headerBytes };
  if (bits & shape.absent) {
    const absent = {
      length: readers.numbers.varint(),
      hash: readers.bytes.bytes(32),
      erased: (bits & shape.erased) !== 0,
    };
    return { ...rest, body: null, bodyReferences: noReferences, absent };
  }
  if (bits & shape.rawBody) {
    const body = readers.bytes.bytes(readers.numbers.varint());
    return { ...rest, body, bodyReferences: noReferences, absent: null };
  }
  const writer = bodyWriter();
  const references: Reference[] = [];
  if (!readItem(readers, writer, references, maxCborDepth)) return null;
  const bodyReferences = references.length > 0 ? references : noReferences;
  return { ...rest, body: writer.finish(), bodyReferences, absent: null };
}

function readId(readers: Readers, writer: ByteWriter, references: Reference[]): boolean {
  const initial = nextOf(readers.structure);
  if (initial === 0x50) writer.bytes(readers.bytes.bytes(16));
  else if (initial === idReference) readReference(readers, writer, references, 16);
  else return false;
  return true;
}

function readReference(readers: Readers, writer: ByteWriter, references: Reference[], length: 16 | 32): void {
  const run = readers.references.varint();
  const offset = readers.references.varint();
  references.push({ at: writer.length(), length, run, offset });
  writer.bytes(zeros.subarray(0, length));
}

function nextOf(structure: StructureReader): number {
  return structure.current[structure.at++] ?? -1;
}

const zeros = new Uint8Array(32);

/** Puts one CBOR item together again; false when the structure is none. */
function readItem(readers: Readers, writer: ByteWriter, references: Reference[], depthLeft: number): boolean {
  const { structure, numbers } = readers;
  const initial = nextOf(structure);
  if (initial < 0) return false;
  if (initial === idReference || initial === hashReference) {
    const length = initial === idReference ? 16 : 32;
    if (length === 16) writer.byte(0x50);
    else writer.bytes(hashHead);
    readReference(readers, writer, references, length);
    return true;
  }
  const major = initial >> 5;
  const info = initial & 31;
  if (initial === 0x60) {
    const text = readers.texts.next();
    writeHead(writer, 3, text.length);
    writer.bytes(text);
    return true;
  }
  if (major === 3 || major === 6) return false;
  writer.byte(initial);
  if (major === 7) return info >= 20 && info <= 22;
  if (info > 27) return false;
  let argument = info;
  if (info > 23) {
    argument = 0;
    for (let left = 1 << (info - 24); left > 0; left--) {
      const byte = numbers.byte();
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
  for (let i = 0; i < items; i++) if (!readItem(readers, writer, references, depthLeft - 1)) return false;
  return true;
}

const hashHead = Uint8Array.of(0x58, 32);

function writeHead(writer: ByteWriter, major: number, argument: number): void {
  const type = major << 5;
  if (argument < 24) writer.byte(type | argument);
  else if (argument < 0x100) {
    writer.byte(type | 24);
    writer.byte(argument);
  } else if (argument < 0x10000) {
    writer.byte(type | 25);
    writer.byte(argument >> 8);
    writer.byte(argument & 255);
  } else {
    writer.byte(type | 26);
    for (let shift = 24; shift >= 0; shift -= 8) writer.byte((argument >> shift) & 255);
  }
}

let sharedWriter: ByteWriter | null = null;

/** One buffer serves every body: `finish` copies, and `reset` starts anew. */
function bodyWriter(): ByteWriter {
  sharedWriter ??= createByteWriter(1024);
  sharedWriter.reset();
  return sharedWriter;
}

/** The ids of a header's `after`, once references have been put in. */
export function idsIn(after: Uint8Array): string[] {
  const ids: string[] = [];
  for (let at = 0; at < after.length; at += 16) ids.push(bytesToHex(after.subarray(at, at + 16)));
  return ids;
}
