import { createByteReader } from './byte-reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { concatBytes, encodeUtf8 } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import { encapsulatedBytes, openSealed, sealTo } from './hpke.ts';
import { domain, formatVersion } from './parameters.ts';
import { isZero, type AgreementKey, type SealEngine } from './seal-engine.ts';

/** What one's phone hands to a new device, besides what that one learns by syncing. */
export type Handover = {
  /** Of the new device, with its signature. */
  readonly certificate: Uint8Array;
  /** What the person calls themselves, to be shown before the new device becomes theirs. */
  readonly name: string;
  /** Rotations (fields ‖ signature) that the certificate needs; at most 8. */
  readonly rotations: readonly Uint8Array[];
};

/** Greatest size of a sealed handover. */
export const maxHandoverBytes = 8192;

const blockBytes = 1024;
const maxRotations = 8;

/**
 * HPKE to the sealing key of the new device, info "tayori/1 handover" ‖ handover id: enc (32) ‖ ciphertext. Inside stand varint(length) ‖ CBOR array of version,
 * certificate, name, rotations ‖ zeros to a multiple of 1,024, so that its size says little. Null for a key of small order. Throws past 8 KB.
 */
export async function sealHandover(
  engine: SealEngine,
  publicKey: Uint8Array,
  id: Uint8Array,
  { certificate, name, rotations }: Handover,
): Promise<Uint8Array | null> {
  const content = encodeCbor([formatVersion, certificate, name, [...rotations]]);
  const writer = createByteWriter(content.length + 4);
  writer.varint(content.length);
  writer.bytes(content);
  const written = writer.finish();
  const plain = new Uint8Array(Math.ceil(written.length / blockBytes) * blockBytes);
  plain.set(written);
  const sealed = await sealTo(engine, publicKey, infoFor(id), new Uint8Array(), plain);
  if (!sealed) return null;
  const bytes = concatBytes(sealed.encapsulated, sealed.ciphertext);
  if (bytes.length > maxHandoverBytes) throw new RangeError(`a handover of ${bytes.length} bytes`);
  return bytes;
}

/** The handover in `bytes`, or null when it was sealed to another key, under another id, or is of a later version. Nothing in it is checked. */
export async function openHandover(
  engine: SealEngine,
  own: AgreementKey,
  id: Uint8Array,
  bytes: Uint8Array,
): Promise<Handover | null> {
  const sealed = { encapsulated: bytes.subarray(0, encapsulatedBytes), ciphertext: bytes.subarray(encapsulatedBytes) };
  if (bytes.length <= encapsulatedBytes || bytes.length > maxHandoverBytes) return null;
  const plain = await openSealed(engine, own, sealed, infoFor(id), new Uint8Array());
  if (!plain) return null;
  const reader = createByteReader(plain);
  const content = reader.bytes(reader.varint());
  if (reader.failed() || !isZero(reader.bytes(reader.left()))) return null;
  const value = decodeCbor(content);
  if (!value.ok || !Array.isArray(value.value)) return null;
  const [version, certificate, name, rotations] = value.value;
  if (version !== formatVersion || !(certificate instanceof Uint8Array) || typeof name !== 'string') return null;
  if (!Array.isArray(rotations) || rotations.length > maxRotations) return null;
  const whole = rotations.filter((one) => one instanceof Uint8Array);
  return whole.length === rotations.length ? { certificate, name, rotations: whole } : null;
}

function infoFor(id: Uint8Array): Uint8Array {
  return concatBytes(encodeUtf8(domain.handover), id);
}
