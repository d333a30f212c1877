import { bytesToHex, concatBytes, encodeUtf8 } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { decodeCuts, type Cut } from './cut.ts';
import { sha256 } from './hash.ts';
import { derivePersonId, type DeviceId, type PersonId } from './ids.ts';
import { domain, formatVersion, numberLimit } from './parameters.ts';
import { err, ok, type Result } from './result.ts';

/** The recovery key's word that a new root stands for a person. It outranks all that earlier roots signed, whatever the clocks say. */
export type Rotation = {
  readonly person: PersonId;
  readonly recoveryKey: Uint8Array;
  readonly firstRoot: Uint8Array;
  /** From 1. Of two rotations the higher number wins, then the lower hash of their bytes. */
  readonly sequence: number;
  readonly newRoot: Uint8Array;
  /** For each device that an earlier root certified: what of its logs counts unless the new root certifies it again. Not named: nothing. */
  readonly cutsByDevice: ReadonlyMap<DeviceId, readonly Cut[]>;
  readonly bytes: Uint8Array;
  /** By the recovery key, 64 bytes; unchecked until asked. */
  readonly signature: Uint8Array;
};

/** Why bytes are no rotation. */
export type RotationError = { readonly code: 'bad-rotation'; readonly detail: string };

const rotationDomain = encodeUtf8(domain.rotation);

/** What the recovery key signs: "tayori/1 rotation" ‖ the bytes of the fields. */
export function rotationSignedBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(rotationDomain, bytes);
}

/** The rotation in `bytes` (fields ‖ 64 bytes of signature). The signature is not checked here. */
export function decodeRotation(bytes: Uint8Array): Result<Rotation, RotationError> {
  if (bytes.length < 64) return bad('too short');
  const fields = bytes.subarray(0, bytes.length - 64);
  const value = decodeCbor(fields);
  if (!value.ok) return bad(value.error.detail);
  if (!Array.isArray(value.value) || value.value.length < 6) return bad('not an array of six');
  const [version, recoveryKey, firstRoot, sequence, newRoot, devices] = value.value;
  if (version !== formatVersion) return bad('unknown version');
  if (!isKey(recoveryKey) || !isKey(firstRoot) || !isKey(newRoot)) return bad('key');
  if (typeof sequence !== 'number' || sequence < 1 || sequence >= numberLimit) return bad('sequence');
  if (!Array.isArray(devices)) return bad('devices');
  const cutsByDevice = new Map<DeviceId, readonly Cut[]>();
  for (const pair of devices) {
    if (!Array.isArray(pair) || pair.length !== 2) return bad('devices');
    const [device, list] = pair;
    const cuts = decodeCuts(list ?? null);
    if (!(device instanceof Uint8Array) || device.length !== 16 || cuts === null) return bad('devices');
    cutsByDevice.set(bytesToHex(device), cuts);
  }
  const person = derivePersonId(firstRoot, sha256(recoveryKey));
  const signature = bytes.subarray(bytes.length - 64);
  return ok({ person, recoveryKey, firstRoot, sequence, newRoot, cutsByDevice, bytes: fields, signature });
}

function isKey(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 32;
}

function bad(detail: string): Result<never, RotationError> {
  return err({ code: 'bad-rotation', detail });
}
