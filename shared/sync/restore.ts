import { concatBytes, bytesToHex, encodeUtf8 } from '../protocol/bytes.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import type { CborValue } from '../protocol/cbor.ts';
import { idToBytes, type ChannelId, type DeviceId, type PersonId } from '../protocol/ids.ts';
import { domain, numberLimit, type Lane } from '../protocol/parameters.ts';
import { err, ok, type Result } from '../protocol/result.ts';

/** What a new phone shows to find the person of a recovery key; the challenge is that of sessions. */
export type RestoreProof = {
  readonly nonce: Uint8Array;
  readonly origin: string;
  /** Public, 32 bytes: its hash is in the person id and in every certificate. */
  readonly recoveryKey: Uint8Array;
  /** By the recovery key over `restoreSignedBytes`, 64 bytes. */
  readonly signature: Uint8Array;
};

/** The last entry that a server has of one log; of a forked log there are several. */
export type RestoreHead = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  readonly number: number;
  /** H(number), 32 bytes. */
  readonly hash: Uint8Array;
};

/** What a server tells whoever showed that they have the recovery key. */
export type RestoreAnswer = {
  readonly person: PersonId;
  readonly firstRoot: Uint8Array;
  /** Those that are known, fields ‖ signature. */
  readonly rotations: readonly Uint8Array[];
  readonly heads: readonly RestoreHead[];
  /** The person's handle, or null. */
  readonly handle: string | null;
};

/** Why bytes are none of both. */
export type RestoreError = { readonly code: 'bad-message' };

/** What the recovery key signs: "tayori/1 restore" ‖ server key ‖ nonce ‖ recovery public key ‖ origin. Good at one server, once. */
export function restoreSignedBytes(
  { serverKey, nonce }: { readonly serverKey: Uint8Array; readonly nonce: Uint8Array },
  recoveryKey: Uint8Array,
  origin: string,
): Uint8Array<ArrayBuffer> {
  return concatBytes(encodeUtf8(domain.restore), serverKey, nonce, recoveryKey, encodeUtf8(origin));
}

/** CBOR array of nonce, origin, recovery public key, signature. */
export function encodeRestoreProof({ nonce, origin, recoveryKey, signature }: RestoreProof): Uint8Array<ArrayBuffer> {
  return encodeCbor([nonce, origin, recoveryKey, signature]);
}

/** The proof in `bytes`; nothing in it is checked yet. */
export function decodeRestoreProof(bytes: Uint8Array): Result<RestoreProof, RestoreError> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return bad();
  const [nonce, origin, recoveryKey, signature] = decoded.value;
  if (!isBytes(nonce, 40) || typeof origin !== 'string' || !isBytes(recoveryKey, 32) || !isBytes(signature, 64))
    return bad();
  return ok({ nonce, origin, recoveryKey, signature });
}

/** CBOR array of person, first root, [rotation …], [[channel, device, lane, number, H(number)] …], handle or null. */
export function encodeRestoreAnswer(answer: RestoreAnswer): Uint8Array<ArrayBuffer> {
  return encodeCbor([
    idToBytes(answer.person),
    answer.firstRoot,
    [...answer.rotations],
    answer.heads.map((head) => [idToBytes(head.channel), idToBytes(head.device), head.lane, head.number, head.hash]),
    answer.handle,
  ]);
}

/** The answer in `bytes`. */
export function decodeRestoreAnswer(bytes: Uint8Array): Result<RestoreAnswer, RestoreError> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return bad();
  const [person, firstRoot, rotations, told, handle] = decoded.value;
  if (!isBytes(person, 16) || !isBytes(firstRoot, 32) || !Array.isArray(rotations) || !Array.isArray(told))
    return bad();
  if (!(handle === null || typeof handle === 'string') || !rotations.every((one) => one instanceof Uint8Array))
    return bad();
  const heads = told.map(decodeHead);
  if (!heads.every((head) => head !== null)) return bad();
  return ok({ person: bytesToHex(person), firstRoot, rotations: rotations as Uint8Array[], heads, handle });
}

function decodeHead(value: CborValue): RestoreHead | null {
  if (!Array.isArray(value)) return null;
  const [channel, device, lane, number, hash] = value;
  if (!isBytes(channel, 18) || !isBytes(device, 16) || !isBytes(hash, 32)) return null;
  if (lane !== 0 && lane !== 1 && lane !== 2 && lane !== 3) return null;
  if (typeof number !== 'number' || number < 1 || number >= numberLimit) return null;
  return { channel: bytesToHex(channel), device: bytesToHex(device), lane, number, hash };
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function bad(): Result<never, RestoreError> {
  return err({ code: 'bad-message' });
}
