import { bytesToHex, concatBytes } from './bytes.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { decodeCertificate, encodeSimilarCertificate, type Certificate } from './certificate.ts';
import { columnNames, deviceTag, frameBit, type SessionParty } from './encode-batch.ts';
import { type ChannelId, type DeviceId, type PersonId } from './ids.ts';
import { clockLimitMs, formatVersion, maxBatchBytes, maxBatchEntries, numberLimit, type Lane } from './parameters.ts';
import { err, ok, type Result } from './result.ts';
import { decodeRotation, type Rotation } from './rotation.ts';
import type { RunColumns, SignedPoint } from './run-columns.ts';

/** Why bytes are no batch. Nothing of such bytes is used. */
export type BatchError = { readonly code: 'bad-batch'; readonly detail: string };

/** Where a run stands and what was signed of it, before its entries are read. */
export type Frame = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  readonly from: number;
  readonly count: number;
  readonly base: Uint8Array | null;
  readonly signatures: readonly SignedPoint[];
};

/** A batch taken apart as far as is possible without reading entries. The columns are those of all runs, one after the other. */
export type BatchParts = {
  readonly certificates: readonly Certificate[];
  readonly rotations: readonly Rotation[];
  readonly frames: readonly Frame[];
  readonly columns: Pick<RunColumns, 'clocks' | 'structures' | (typeof columnNames)[number]>;
};

type OpenFrame = Omit<Frame, 'base' | 'signatures'> & { hasBase: boolean; points: readonly number[] };

/** Takes a batch apart. Bounded by the size of `bytes`, whatever numbers it claims; a session's batch needs `session` to name its device. */
export function splitBatch(bytes: Uint8Array, session: SessionParty | null = null): Result<BatchParts, BatchError> {
  if (bytes.length > maxBatchBytes) return bad('larger than 4 MiB');
  const reader = createByteReader(bytes);
  if (reader.byte() !== formatVersion) return bad('unknown version');
  const certificates: Certificate[] = [];
  const devices: { id: DeviceId; person: PersonId | null }[] = [];
  for (let left = reader.varint(); left > 0 && !reader.failed(); left--) {
    const tag = reader.byte();
    if (tag === deviceTag.id) devices.push({ id: bytesToHex(reader.bytes(16)), person: null });
    else if (tag === deviceTag.session && session) devices.push({ id: session.device, person: session.person });
    else if (tag === deviceTag.certificate || (tag === deviceTag.similar && certificates.length > 0)) {
      const bytes = tag === deviceTag.certificate ? readSized(reader) : readSimilar(reader, certificates.at(-1));
      const certificate = decodeCertificate(bytes);
      if (!certificate.ok) return bad(`certificate: ${certificate.error.detail}`);
      certificates.push(certificate.value);
      devices.push({ id: certificate.value.device, person: certificate.value.person });
    } else return bad('device');
  }
  const rotations: Rotation[] = [];
  for (let left = reader.varint(); left > 0 && !reader.failed(); left--) {
    const rotation = decodeRotation(readSized(reader));
    if (!rotation.ok) return bad(`rotation: ${rotation.error.detail}`);
    rotations.push(rotation.value);
  }
  const channels: ChannelId[] = [];
  for (let left = reader.varint(); left > 0 && !reader.failed(); left--) {
    const type = reader.byte();
    const index = reader.byte();
    const place = reader.varint();
    const owner = place === 0 ? bytesToHex(reader.bytes(16)) : devices[place - 1]?.person;
    if (!owner) return bad('channel');
    channels.push(bytesToHex(Uint8Array.of(type)) + owner + bytesToHex(Uint8Array.of(index)));
  }
  const frames: OpenFrame[] = [];
  for (let left = reader.varint(); left > 0 && !reader.failed(); left--) {
    const channel = channels[reader.varint()];
    const device = devices[reader.varint()]?.id;
    if (channel === undefined || device === undefined) return bad('frame');
    const frame = readFrame(reader, channel, device);
    if (frame === null) return bad('frame');
    frames.push(frame);
  }
  if (reader.failed()) return bad('cut short');
  const rest = readColumns(reader, frames);
  return typeof rest === 'string' ? bad(rest) : ok({ certificates, rotations, ...rest });
}

function readSimilar(reader: ByteReader, like: Certificate | undefined): Uint8Array {
  const [firstRoot, recoveryHash, signingKey, sealingKey] = [0, 1, 2, 3].map(() => reader.bytes(32));
  const signature = reader.bytes(64);
  if (!like || !firstRoot || !recoveryHash || !signingKey || !sealingKey || reader.failed()) return none;
  return concatBytes(encodeSimilarCertificate(like, firstRoot, recoveryHash, signingKey, sealingKey), signature);
}

/** The columns of a store's row; `channel` and `device` are those of the row. */
export function decodeSegment(bytes: Uint8Array, channel: ChannelId, device: DeviceId): Result<RunColumns, BatchError> {
  const reader = createByteReader(bytes);
  const frame = readFrame(reader, channel, device);
  if (frame === null) return bad('frame');
  const rest = readColumns(reader, [frame]);
  if (typeof rest === 'string') return bad(rest);
  const { lane, from, count, base, signatures } = rest.frames[0] as Frame;
  const { clocks, numbers, structures, bytes: strings, references, texts } = rest.columns;
  // Field by field: spreading two objects costs as much as reading the row.
  return ok({
    channel,
    device,
    lane,
    from,
    count,
    base,
    signatures,
    clocks,
    numbers,
    structures,
    bytes: strings,
    references,
    texts,
  });
}

function readFrame(reader: ByteReader, channel: ChannelId, device: DeviceId): OpenFrame | null {
  const flags = reader.byte();
  const from = reader.varint();
  const count = reader.varint();
  const points: number[] = [];
  if (flags & frameBit.innerSignatures) {
    let before = from - 1;
    for (let left = reader.varint(); left > 0 && !reader.failed(); left--) {
      const step = reader.varint();
      if (step === 0) return null;
      before += step;
      points.push(before);
    }
  }
  const end = from + count - 1;
  if (flags > 31 || from === 0 || count === 0 || end >= numberLimit || (points.at(-1) ?? 0) >= end) return null;
  if (!(flags & frameBit.unsigned)) points.push(end);
  return { channel, device, lane: (flags & 3) as Lane, from, count, hasBase: (flags & frameBit.base) !== 0, points };
}

function readColumns(
  reader: ByteReader,
  frames: readonly OpenFrame[],
): Pick<BatchParts, 'frames' | 'columns'> | string {
  const total = frames.reduce((sum, frame) => sum + frame.count, 0);
  if (total > maxBatchEntries) return 'more than 20,000 entries';
  const clocks = readClocks(reader, frames, total);
  if (clocks === null) return 'clocks';
  const structures = readStructures(reader, total);
  if (structures === null) return 'structures';
  const mask = reader.byte();
  if (mask > 15) return 'columns';
  const columns = { clocks, structures, numbers: none, bytes: none, references: none, texts: none };
  columnNames.forEach((name, bit) => {
    if ((mask >> bit) & 1) columns[name] = readSized(reader);
  });
  const closed = frames.map(({ channel, device, lane, from, count, hasBase, points }) => ({
    channel,
    device,
    lane,
    from,
    count,
    base: hasBase ? reader.bytes(32) : null,
    signatures: points.map((number) => ({ number, signature: reader.bytes(64) })),
  }));
  if (reader.failed()) return 'cut short';
  return reader.left() > 0 ? 'more bytes than columns' : { frames: closed, columns };
}

function readClocks(reader: ByteReader, frames: readonly OpenFrame[], total: number): number[] | null {
  const width = reader.byte();
  const least = reader.varint();
  if (width > 7 || width * total > reader.left()) return null;
  const planes = Array.from({ length: width }, () => reader.bytes(total));
  const clocks: number[] = [];
  for (const frame of frames) {
    let clock = least;
    for (let i = 0; i < frame.count; i++) {
      let folded = 0;
      for (let plane = width - 1; plane >= 0; plane--) folded = folded * 256 + (planes[plane]?.[clocks.length] ?? 0);
      clock += folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      if (clock < 0 || clock >= clockLimitMs) return null;
      clocks.push(clock);
    }
  }
  return clocks;
}

function readStructures(reader: ByteReader, total: number): Uint8Array[] | null {
  const different: Uint8Array[] = [];
  for (let left = reader.varint(); left > 0 && !reader.failed(); left--) different.push(readSized(reader));
  const structures: Uint8Array[] = [];
  for (let i = 0; i < total && !reader.failed(); i++) {
    const structure = different[different.length > 1 ? reader.varint() : 0];
    if (structure === undefined || structure.length < 2) return null;
    structures.push(structure);
  }
  return structures;
}

const none: Uint8Array = new Uint8Array(0);

function readSized(reader: ByteReader): Uint8Array {
  return reader.bytes(reader.varint());
}

function bad(detail: string): Result<never, BatchError> {
  return err({ code: 'bad-batch', detail });
}
