import { createByteWriter, type ByteWriter } from './byte-writer.ts';
import { equalBytes } from './bytes.ts';
import { encodeCertificate, encodeSimilarCertificate, type Certificate } from './certificate.ts';
import { idToBytes, ownerOfChannel, type ChannelId, type DeviceId, type PersonId } from './ids.ts';
import { formatVersion } from './parameters.ts';
import type { RunColumns } from './run-columns.ts';

/** Both ends of a session know the device and its person, so a batch inside it need not name them. */
export type SessionParty = { readonly person: PersonId; readonly device: DeviceId };

/** What travels beside the runs. */
export type BatchTables = {
  /** Of authors whom the reader may not know. */
  readonly certificates: readonly Certificate[];
  /** Rotations (fields ‖ signature) that those certificates need. */
  readonly rotations: readonly Uint8Array[];
  /** Null outside a session: files, codes, stores. */
  readonly session: SessionParty | null;
};

/** No certificates, no session. */
export const noTables: BatchTables = { certificates: [], rotations: [], session: null };

/**
 * How a batch names a device: 16 bytes, a certificate from which its id follows, the session's own, or a certificate that differs from the one
 * before in its keys and signature only.
 */
export const deviceTag = { id: 0, certificate: 1, session: 2, similar: 3 } as const;

/** Bits of a frame's flag byte above the two of the lane. */
export const frameBit = { base: 4, innerSignatures: 8, unsigned: 16 } as const;

/** Columns that may be empty: bits of the byte before their lengths, in the order in which they stand. */
export const columnNames = ['numbers', 'bytes', 'references', 'texts'] as const;

// One writer serves every call: encoding runs to its end before another can start, and the result is a copy.
const writer = createByteWriter(4096);

/** `runs` framed together; the same bytes for HTTP, file, code and store. The layout is in the specification under "Batch". */
export function encodeBatch(runs: readonly RunColumns[], tables: BatchTables = noTables): Uint8Array<ArrayBuffer> {
  writer.reset();
  writer.byte(formatVersion);
  const devices = writeDevices(writer, runs, tables);
  writer.varint(tables.rotations.length);
  for (const rotation of tables.rotations) writeSized(writer, rotation);
  const channels = writeChannels(writer, runs, devices.byPerson);
  writer.varint(runs.length);
  for (const run of runs) {
    writer.varint(channels.get(run.channel) as number);
    writer.varint(devices.byDevice.get(run.device) as number);
    writeFrame(writer, run);
  }
  writeColumns(writer, runs);
  return writer.finish();
}

/** A run as a store keeps it, without channel and device, which its row has. */
export function encodeSegment(run: RunColumns): Uint8Array<ArrayBuffer> {
  writer.reset();
  writeFrame(writer, run);
  writeColumns(writer, [run]);
  return writer.finish();
}

function writeDevices(writer: ByteWriter, runs: readonly RunColumns[], tables: BatchTables) {
  const byDevice = new Map<DeviceId, number>();
  const byPerson = new Map<PersonId, number>();
  const certificates = new Map(tables.certificates.map((certificate) => [certificate.device, certificate]));
  const ids = new Set([...certificates.keys(), ...runs.map((run) => run.device)]);
  let before: Certificate | null = null;
  writer.varint(ids.size);
  for (const id of ids) {
    const certificate = certificates.get(id);
    const person = certificate?.person ?? (tables.session?.device === id ? tables.session.person : null);
    if (person !== null && !byPerson.has(person)) byPerson.set(person, byDevice.size);
    byDevice.set(id, byDevice.size);
    if (certificate !== undefined) {
      writeCertificate(writer, certificate, before);
      before = certificate;
    } else if (person !== null) writer.byte(deviceTag.session);
    else {
      writer.byte(deviceTag.id);
      writer.bytes(idToBytes(id));
    }
  }
  return { byDevice, byPerson };
}

function writeCertificate(writer: ByteWriter, certificate: Certificate, before: Certificate | null): void {
  const { firstRoot, recoveryHash, signingKey, sealingKey, bytes, signature } = certificate;
  const similar = before && encodeSimilarCertificate(before, firstRoot, recoveryHash, signingKey, sealingKey);
  if (similar && equalBytes(similar, bytes)) {
    writer.byte(deviceTag.similar);
    for (const part of [firstRoot, recoveryHash, signingKey, sealingKey, signature]) writer.bytes(part);
    return;
  }
  writer.byte(deviceTag.certificate);
  writeSized(writer, encodeCertificate(certificate));
}

function writeChannels(writer: ByteWriter, runs: readonly RunColumns[], byPerson: ReadonlyMap<PersonId, number>) {
  const places = new Map<ChannelId, number>();
  for (const run of runs) if (!places.has(run.channel)) places.set(run.channel, places.size);
  writer.varint(places.size);
  for (const channel of places.keys()) {
    const bytes = idToBytes(channel);
    writer.byte(bytes[0] as number);
    writer.byte(bytes[17] as number);
    const device = byPerson.get(ownerOfChannel(channel));
    writer.varint(device === undefined ? 0 : device + 1);
    if (device === undefined) writer.bytes(bytes.subarray(1, 17));
  }
  return places;
}

function writeFrame(writer: ByteWriter, run: RunColumns): void {
  const isSigned = run.signatures.at(-1)?.number === run.from + run.count - 1;
  const inner = isSigned ? run.signatures.slice(0, -1) : run.signatures;
  let flags: number = run.lane;
  if (run.base) flags |= frameBit.base;
  if (inner.length > 0) flags |= frameBit.innerSignatures;
  if (!isSigned) flags |= frameBit.unsigned;
  writer.byte(flags);
  writer.varint(run.from);
  writer.varint(run.count);
  if (inner.length === 0) return;
  writer.varint(inner.length);
  let before = run.from - 1;
  for (const point of inner) {
    writer.varint(point.number - before);
    before = point.number;
  }
}

function writeColumns(writer: ByteWriter, runs: readonly RunColumns[]): void {
  writeClocks(writer, runs);
  writeStructures(writer, runs);
  const sizes = columnNames.map((name) => runs.reduce((sum, run) => sum + run[name].length, 0));
  writer.byte(sizes.reduce((mask, size, bit) => (size > 0 ? mask | (1 << bit) : mask), 0));
  columnNames.forEach((name, bit) => {
    const size = sizes[bit] as number;
    if (size === 0) return;
    writer.varint(size);
    for (const run of runs) writer.bytes(run[name]);
  });
  for (const run of runs) {
    if (run.base) writer.bytes(run.base);
    for (const point of run.signatures) writer.bytes(point.signature);
  }
}

/** The different structures once each, in order of first use, then the number of that of every entry unless there is only one. */
function writeStructures(writer: ByteWriter, runs: readonly RunColumns[]): void {
  const places = new Map<string, number>();
  const different: Uint8Array[] = [];
  const numbers: number[] = [];
  let last = -1;
  for (const run of runs) {
    for (const structure of run.structures) {
      // Most are as the one before.
      if (last >= 0 && equalBytes(structure, different[last] as Uint8Array)) {
        numbers.push(last);
        continue;
      }
      // One so long stands by itself: as a key it would be cut.
      const key = structure.length > 4096 ? null : String.fromCharCode(...structure);
      const known = key === null ? undefined : places.get(key);
      const place = known ?? different.length;
      if (known === undefined) different.push(structure);
      if (key !== null) places.set(key, place);
      numbers.push(place);
      last = key === null ? -1 : place;
    }
  }
  writer.varint(different.length);
  for (const structure of different) writeSized(writer, structure);
  if (different.length > 1) for (const number of numbers) writer.varint(number);
}

/**
 * Clocks as differences: the first of each run from the least clock of the batch, the others from the one before; folded (2d, or -2d-1
 * below zero) and cut into byte planes, lowest first, because the low bytes are noise and the high ones nearly constant.
 */
function writeClocks(writer: ByteWriter, runs: readonly RunColumns[]): void {
  let least = Number.POSITIVE_INFINITY;
  for (const run of runs) for (const clock of run.clocks) least = Math.min(least, clock);
  const folded: number[] = [];
  let most = 0;
  for (const run of runs) {
    let before = least;
    for (const clock of run.clocks) {
      const difference = clock - before;
      const value = difference < 0 ? -2 * difference - 1 : 2 * difference;
      folded.push(value);
      most = Math.max(most, value);
      before = clock;
    }
  }
  let width = 0;
  while (256 ** width <= most) width++;
  writer.byte(width);
  writer.varint(Number.isFinite(least) ? least : 0);
  for (let plane = 0; plane < width; plane++) {
    const scale = 256 ** plane;
    for (const value of folded) writer.byte(Math.floor(value / scale) & 255);
  }
}

function writeSized(writer: ByteWriter, bytes: Uint8Array): void {
  writer.varint(bytes.length);
  writer.bytes(bytes);
}
