import type { Item } from '../log/item.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import type { Certificate } from '../protocol/certificate.ts';
import { decodeCuts, type Cut } from '../protocol/cut.ts';
import type { DeviceId, EntryId } from '../protocol/ids.ts';
import type { Logs } from './logs.ts';
import { certificateInForce, revocationInForce, rotationsInForce, type PersonRecord } from './person-record.ts';
import type { VoidCode } from './void-cause.ts';

/** What counts of a device's logs; logs not named do not count at all. */
export type Limit = { readonly code: VoidCode; readonly cutByName: ReadonlyMap<string, Cut> };

/** The session.end that holds for a device, which is outside its own heads. */
export type SessionEnd = { readonly id: EntryId; readonly limit: Limit };

/** What is known of one device. */
export type Standing = {
  readonly certificate: Certificate | null;
  readonly limits: readonly Limit[];
  /** Both are found when first asked for and again when the device wrote more. */
  sessionEnd: SessionEnd | null | undefined;
  beyond: ReadonlySet<EntryId> | undefined;
};

/** The heads that a session.end names, or null when they are no list of cuts. */
export function cutsOfSessionEnd(item: Item): readonly Cut[] | null {
  if (item.body?.kind !== 'session.end') return null;
  const value = decodeCbor(item.body.cuts);
  return value.ok ? decodeCuts(value.value) : null;
}

/** Of a device of which nothing is known. */
export function noStanding(): Standing {
  return { certificate: null, limits: [], sessionEnd: undefined, beyond: undefined };
}

/** Certificate, revocation and rotation that hold for a device. */
export function foldStanding(record: PersonRecord, device: DeviceId): Standing {
  const certificate = certificateInForce(record, device);
  const revocation = revocationInForce(record, device);
  const rotations = rotationsInForce(record);
  const first = rotations.at(-1);
  const limits: Limit[] = [];
  if (revocation) limits.push(toLimit('revoked', revocation.cuts));
  if (certificate && first && certificate.sequence < first.sequence) {
    const cuts = rotations.flatMap((rotation) => rotation.cutsByDevice.get(device) ?? []);
    limits.push(toLimit('rotated', cuts));
  }
  return { ...noStanding(), certificate, limits };
}

/** A list that names one log twice means the lower of the two, so that nobody can hide a raised cut in a list. */
export function toLimit(code: VoidCode, cuts: readonly Cut[]): Limit {
  const cutByName = new Map<string, Cut>();
  for (const cut of cuts) {
    const twin = cutByName.get(cut.name);
    if (!twin || cut.number < twin.number) cutByName.set(cut.name, cut);
  }
  return { code, cutByName };
}

/** Why `item` does not count under `limit`, or null. */
export function whyOutside(item: Item, limit: Limit, logs: Logs): string | null {
  const cut = limit.cutByName.get(logs.cutNameOf(item));
  if (!cut) return 'its log is not named';
  if (item.entry.number > cut.number) return `above the cut at ${cut.number}`;
  return logs.isUpTo(item, cut) ? null : 'on another branch than the cut';
}
