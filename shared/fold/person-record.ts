import type { Item, Statement } from '../log/item.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import type { Certificate } from '../protocol/certificate.ts';
import type { Revocation } from '../protocol/cut.ts';
import { sha256 } from '../protocol/hash.ts';
import type { DeviceId, EntryId, PersonId } from '../protocol/ids.ts';
import type { Rotation } from '../protocol/rotation.ts';

/** The root that speaks for a person. */
export type Root = { readonly sequence: number; readonly key: Uint8Array };

/** A statement with SHA-256 of its bytes as hex, which tells it from others and breaks ties. */
type Hashed<T> = { readonly value: T; readonly hash: string };

/** All that was said about one person's keys, as sets: their union is the same in any order. */
export type PersonRecord = {
  /** In the person id, hence the same in every certificate and rotation. Null while neither is known. */
  origin: { readonly firstRoot: Uint8Array; readonly recoveryHash: Uint8Array } | null;
  /** The winning rotation of each sequence number. */
  readonly rotations: Map<number, Hashed<Rotation>>;
  readonly certificates: Map<DeviceId, Map<string, Certificate>>;
  readonly revocations: Map<DeviceId, Map<string, Revocation>>;
  readonly sessionEnds: Map<DeviceId, Map<EntryId, Item>>;
  readonly ends: Map<EntryId, Item>;
};

/** A person of whom nothing is known. */
export function createPersonRecord(): PersonRecord {
  return {
    origin: null,
    rotations: new Map(),
    certificates: new Map(),
    revocations: new Map(),
    sessionEnds: new Map(),
    ends: new Map(),
  };
}

/** The person of whom a statement speaks. */
export function personOfStatement(statement: Statement): PersonId {
  if (statement.what === 'certificate') return statement.certificate.person;
  return statement.what === 'rotation' ? statement.rotation.person : statement.revocation.person;
}

/** Puts a statement into the record. False when it was there already. */
export function recordStatement(record: PersonRecord, statement: Statement): boolean {
  if (statement.what === 'certificate') {
    const { certificate } = statement;
    record.origin ??= { firstRoot: certificate.firstRoot, recoveryHash: certificate.recoveryHash };
    return putHashed(record.certificates, certificate.device, certificate);
  }
  if (statement.what === 'revocation') {
    return putHashed(record.revocations, statement.revocation.device, statement.revocation);
  }
  const { rotation } = statement;
  record.origin ??= { firstRoot: rotation.firstRoot, recoveryHash: sha256(rotation.recoveryKey) };
  const rival = record.rotations.get(rotation.sequence);
  const hash = hashOf(rotation);
  if (rival && rival.hash <= hash) return false;
  record.rotations.set(rotation.sequence, { value: rotation, hash });
  return true;
}

/** The rotation in force: of the highest sequence number, and of two with one number that with the lower hash. */
export function rotationInForce(record: PersonRecord): Rotation | null {
  let highest = 0;
  for (const sequence of record.rotations.keys()) if (sequence > highest) highest = sequence;
  return record.rotations.get(highest)?.value ?? null;
}

/**
 * The rotation in force and those right below it that name the same new root, highest first: a person with many logs has more cuts than one entry
 * holds, and each of them says a part.
 */
export function rotationsInForce(record: PersonRecord): readonly Rotation[] {
  const top = rotationInForce(record);
  const run: Rotation[] = [];
  for (let next = top; top && next && equalBytes(next.newRoot, top.newRoot);) {
    run.push(next);
    next = record.rotations.get(next.sequence - 1)?.value ?? null;
  }
  return run;
}

/** The root in force, or null while nothing is known of the person. */
export function rootInForce(record: PersonRecord): Root | null {
  const rotation = rotationInForce(record);
  if (rotation) return { sequence: rotation.sequence, key: rotation.newRoot };
  return record.origin && { sequence: 0, key: record.origin.firstRoot };
}

/**
 * The certificate of a device that holds: signed by the root of its sequence number, whether or not a later rotation replaced that root (what then
 * counts is for the cuts of the rotation to say); of several the highest sequence, then the highest serial, then the lower hash.
 */
export function certificateInForce(record: PersonRecord, device: DeviceId): Certificate | null {
  let best: Hashed<Certificate> | null = null;
  for (const [hash, value] of record.certificates.get(device) ?? []) {
    const root = value.sequence === 0 ? record.origin?.firstRoot : record.rotations.get(value.sequence)?.value.newRoot;
    if (!root || !equalBytes(root, value.root)) continue;
    const order = best && (value.sequence - best.value.sequence || value.serial - best.value.serial);
    if (!best || (order ?? 0) > 0 || (order === 0 && hash < best.hash)) best = { value, hash };
  }
  return best?.value ?? null;
}

/**
 * The revocation of a device that holds: by the recovery key before any by the root in force; then the higher serial, then the lower hash. What an
 * earlier root revoked lapses with it, since a stolen root may have done it; the rotation names the cuts of every earlier device anyway.
 */
export function revocationInForce(record: PersonRecord, device: DeviceId): Revocation | null {
  const root = rootInForce(record);
  let best: (Hashed<Revocation> & { readonly rank: number }) | null = null;
  for (const [hash, value] of record.revocations.get(device) ?? []) {
    const rank = rankOfRevoker(record, root, value);
    if (rank === 0) continue;
    const order = best && (rank - best.rank || value.serial - best.value.serial);
    if (!best || (order ?? 0) > 0 || (order === 0 && hash < best.hash)) best = { value, hash, rank };
  }
  return best?.value ?? null;
}

function rankOfRevoker(record: PersonRecord, root: Root | null, revocation: Revocation): 0 | 1 | 2 {
  if (!record.origin || !root) return 0;
  if (revocation.sequence === null) {
    return equalBytes(sha256(revocation.signer), record.origin.recoveryHash) ? 2 : 0;
  }
  const first = rotationsInForce(record).at(-1)?.sequence ?? 0;
  const isInForce = revocation.sequence >= first && revocation.sequence <= root.sequence;
  return isInForce && equalBytes(revocation.signer, root.key) ? 1 : 0;
}

function putHashed<T extends { readonly bytes: Uint8Array }>(
  map: Map<DeviceId, Map<string, T>>,
  device: DeviceId,
  value: T,
): boolean {
  const known = map.get(device);
  const hash = hashOf(value);
  if (known?.has(hash)) return false;
  if (known) known.set(hash, value);
  else map.set(device, new Map([[hash, value]]));
  return true;
}

function hashOf(statement: { readonly bytes: Uint8Array }): string {
  return bytesToHex(sha256(statement.bytes));
}
