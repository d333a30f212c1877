import { equalBytes, bytesToHex } from './bytes.ts';
import { createByteWriter, type ByteWriter } from './byte-writer.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeHeader } from './header.ts';
import type { Entry, Run } from './entry.ts';
import { idToBytes, type EntryId } from './ids.ts';
import { hashReference, idReference, shape, type RunColumns } from './run-columns.ts';
import { encodeTextCode, textCodeEnd } from './text-code.ts';

/** Where an entry stands in the batch that is being written. */
export type Place = { readonly run: number; readonly offset: number; readonly hash: Uint8Array };

type Writers = {
  numbers: ByteWriter;
  structure: ByteWriter;
  bytes: ByteWriter;
  references: ByteWriter;
  texts: ByteWriter;
};

const noPlaces: ReadonlyMap<EntryId, Place> = new Map();

/**
 * The columns of `run`, with its base when `withBase`. Ids and hashes of entries in `places` become references; a store must pass none,
 * because its runs travel in other company later.
 */
export function packRun(run: Run, withBase: boolean, places: ReadonlyMap<EntryId, Place> = noPlaces): RunColumns {
  const writers = {
    numbers: createByteWriter(64),
    structure: createByteWriter(64),
    bytes: createByteWriter(64),
    references: createByteWriter(16),
    texts: createByteWriter(256),
  };
  const structures: Uint8Array[] = [];
  run.entries.forEach((entry) => {
    writers.structure.reset();
    writers.structure.byte(entry.kind);
    writers.structure.byte(0);
    const bits = packEntry(entry, writers, places);
    const structure = writers.structure.finish();
    structure[1] = bits;
    structures.push(structure);
  });
  return {
    channel: run.channel,
    device: run.device,
    lane: run.lane,
    from: run.from,
    count: run.entries.length,
    base: withBase && run.from > 1 ? run.base : null,
    signatures: [...run.signatures]
      .map(([number, signature]) => ({ number, signature }))
      .sort((a, b) => a.number - b.number),
    clocks: run.entries.map((entry) => entry.clockMs),
    numbers: writers.numbers.finish(),
    structures,
    bytes: writers.bytes.finish(),
    references: writers.references.finish(),
    texts: writers.texts.finish(),
  };
}

function packEntry(entry: Entry, writers: Writers, places: ReadonlyMap<EntryId, Place>): number {
  let bits = 0;
  if (entry.headerBytes !== null && !equalBytes(entry.headerBytes, encodeHeader(entry))) {
    bits |= shape.rawHeader;
    writers.numbers.varint(entry.headerBytes.length);
    writers.bytes.bytes(entry.headerBytes);
  } else {
    if (entry.counter > 0) {
      bits |= shape.counter;
      writers.numbers.varint(entry.counter);
    }
    if (entry.after.length > 0) {
      bits |= shape.after;
      writers.structure.byte(0x80 | entry.after.length);
      for (const id of entry.after) packBytes(idToBytes(id), writers, places);
    }
  }
  if (entry.body === null) {
    writers.numbers.varint(entry.bodyLength);
    writers.bytes.bytes(entry.bodyHash);
    return bits | shape.absent | (entry.absence === 'erased' ? shape.erased : 0);
  }
  if (decodeCbor(entry.body).ok) {
    packItem(entry.body, 0, writers, places);
    return bits;
  }
  writers.numbers.varint(entry.body.length);
  writers.bytes.bytes(entry.body);
  return bits | shape.rawBody;
}

/** Splits the CBOR item at `at`, which was checked before, and returns where the next one starts. */
function packItem(body: Uint8Array, at: number, writers: Writers, places: ReadonlyMap<EntryId, Place>): number {
  const initial = body[at] as number;
  const major = initial >> 5;
  const info = initial & 31;
  if (major === 7) {
    writers.structure.byte(initial);
    return at + 1;
  }
  const size = info < 24 ? 0 : 1 << (info - 24);
  let argument = info < 24 ? info : 0;
  for (let i = 1; i <= size; i++) argument = argument * 256 + (body[at + i] as number);
  let next = at + 1 + size;
  if (major === 3) {
    writers.structure.byte(0x60);
    writers.texts.bytes(encodeTextCode(body.subarray(next, next + argument)));
    writers.texts.byte(textCodeEnd);
    return next + argument;
  }
  if (major === 2) {
    packBytes(body.subarray(next, next + argument), writers, places);
    return next + argument;
  }
  writers.structure.byte(initial);
  writers.numbers.bytes(body.subarray(at + 1, next));
  if (major < 2) return next;
  for (let i = 0; i < (major === 5 ? argument * 2 : argument); i++) next = packItem(body, next, writers, places);
  return next;
}

function packBytes(bytes: Uint8Array, writers: Writers, places: ReadonlyMap<EntryId, Place>): void {
  const place = bytes.length === 16 || bytes.length === 32 ? places.get(bytesToHex(bytes.subarray(0, 16))) : undefined;
  if (place !== undefined && equalBytes(bytes, place.hash.subarray(0, bytes.length))) {
    writers.structure.byte(bytes.length === 16 ? idReference : hashReference);
    writers.references.varint(place.run);
    writers.references.varint(place.offset);
    return;
  }
  if (bytes.length < 24) writers.structure.byte(0x40 | bytes.length);
  else if (bytes.length < 256) {
    writers.structure.byte(0x58);
    writers.numbers.byte(bytes.length);
  } else {
    writers.structure.byte(0x59);
    writers.numbers.byte(bytes.length >> 8);
    writers.numbers.byte(bytes.length & 255);
  }
  writers.bytes.bytes(bytes);
}
