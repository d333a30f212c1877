import { bytesToHex, concatBytes, encodeUtf8 } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import type { CborValue } from './cbor.ts';
import { sha256 } from './hash.ts';
import { idToBytes, type ChannelId, type DeviceId, type PersonId } from './ids.ts';
import { domain, formatVersion, numberLimit, type Lane } from './parameters.ts';
import { err, ok, type Result } from './result.ts';

/** The last entry of one log that counts. Logs are named by a hash, so a list does not tell strangers which channels exist. */
export type Cut = {
  /** First 8 bytes of the name hash, as 16 hex digits; see `cutName`. */
  readonly name: string;
  /** 0: nothing of this log counts. */
  readonly number: number;
  /** H(number), all 32 bytes, since the author could make two entries with one short hash. */
  readonly hash: Uint8Array;
};

/** Why a device was cut off. */
export const revokeReason = { retired: 1, lost: 2, stolen: 3 } as const;

/** The root's or recovery key's word that a device counts only up to its cuts. */
export type Revocation = {
  readonly person: PersonId;
  readonly device: DeviceId;
  readonly reason: number;
  readonly cuts: readonly Cut[];
  /** Of two revocations of one device the higher serial holds, then the lower hash: so a cut can be raised later. */
  readonly serial: number;
  /** Sequence of the root that signed, or null when the recovery key did. */
  readonly sequence: number | null;
  /** The public key that signed. Whether it may speak for the person is for the fold of persons to say. */
  readonly signer: Uint8Array;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
};

/** Why bytes are no revocation. */
export type RevocationError = { readonly code: 'bad-revocation'; readonly detail: string };

const cutDomain = encodeUtf8(domain.cut);
const revocationDomain = encodeUtf8(domain.revocation);

/** SHA-256("tayori/1 cut" ‖ channel ‖ device ‖ lane byte), first 8 bytes as hex: the name of a log in a list of cuts. */
export function cutName(channel: ChannelId, device: DeviceId, lane: Lane): string {
  const bytes = concatBytes(cutDomain, idToBytes(channel), idToBytes(device), Uint8Array.of(lane));
  return bytesToHex(sha256(bytes).subarray(0, 8));
}

/** Cuts as CBOR: an array of [8 bytes of name, number, 32 bytes of hash], in order of names. */
export function encodeCuts(cuts: readonly Cut[]): CborValue {
  const sorted = [...cuts].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map((cut) => [idToBytes(cut.name), cut.number, cut.hash]);
}

/** The cuts in a decoded CBOR value, or null when it is not a list of them. */
export function decodeCuts(value: CborValue): readonly Cut[] | null {
  if (!Array.isArray(value)) return null;
  const cuts: Cut[] = [];
  for (const item of value) {
    if (!Array.isArray(item) || item.length !== 3) return null;
    const [name, number, hash] = item;
    if (!(name instanceof Uint8Array) || name.length !== 8) return null;
    if (typeof number !== 'number' || number < 0 || number >= numberLimit) return null;
    if (!(hash instanceof Uint8Array) || hash.length !== 32) return null;
    cuts.push({ name: bytesToHex(name), number, hash });
  }
  return cuts;
}

/** The bytes of a revocation before it is signed: CBOR array of version, person, device, reason, cuts, serial, sequence of the root (null: recovery key), signer. */
export function encodeRevocationFields(fields: Omit<Revocation, 'bytes' | 'signature'>): Uint8Array<ArrayBuffer> {
  return encodeCbor([
    formatVersion,
    idToBytes(fields.person),
    idToBytes(fields.device),
    fields.reason,
    encodeCuts(fields.cuts),
    fields.serial,
    fields.sequence,
    fields.signer,
  ]);
}

/** What the key signs: "tayori/1 revocation" ‖ the bytes of the fields. */
export function revocationSignedBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(revocationDomain, bytes);
}

/** The revocation in `bytes` (fields ‖ 64 bytes of signature). The signature is not checked here. */
export function decodeRevocation(bytes: Uint8Array): Result<Revocation, RevocationError> {
  if (bytes.length < 64) return bad('too short');
  const fields = bytes.subarray(0, bytes.length - 64);
  const value = decodeCbor(fields);
  if (!value.ok) return bad(value.error.detail);
  if (!Array.isArray(value.value) || value.value.length < 8) return bad('not an array of eight');
  const [version, person, device, reason, list, serial, sequence, signer] = value.value;
  if (version !== formatVersion) return bad('unknown version');
  if (!isBytes(person, 16) || !isBytes(device, 16)) return bad('id');
  if (!isCount(reason) || !isCount(serial)) return bad('reason or serial');
  const cuts = decodeCuts(list ?? null);
  if (cuts === null) return bad('cuts');
  if (!(sequence === null || isCount(sequence)) || !isBytes(signer, 32)) return bad('signer');
  return ok({
    person: bytesToHex(person),
    device: bytesToHex(device),
    reason,
    cuts,
    serial,
    sequence,
    signer,
    bytes: fields,
    signature: bytes.subarray(bytes.length - 64),
  });
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < numberLimit;
}

function bad(detail: string): Result<never, RevocationError> {
  return err({ code: 'bad-revocation', detail });
}
