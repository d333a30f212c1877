import type { Certificate, DeviceClassName } from '../protocol/certificate.ts';
import type { DeviceId, PersonId } from '../protocol/ids.ts';
import type { Item, Statement } from '../log/item.ts';
import type { VoidCause } from './void-cause.ts';

/** The root that speaks for a person. */
export type Root = { readonly sequence: number; readonly key: Uint8Array };

/** What roots and recovery keys say of devices; see `createPersons`. */
export type Persons = {
  /** Takes a statement whose own signature was found good: from an entry, or a certificate that came with a batch. The same again changes nothing. */
  addStatement(statement: Statement): void;
  /** Takes the statement, session.end or person.end in `item`; everything else is passed over. */
  add(item: Item): void;
  /** The root in force: of the winning rotation (higher sequence, then lower SHA-256 of its bytes), else the first. Null for a person of whom nothing is known. */
  rootOf(person: PersonId): Root | null;
  /** The certificate in force of a device, or null when no root of the person stands behind it. */
  certificateOf(device: DeviceId): Certificate | null;
  /** Certified devices in order of ids, cut off or not. */
  devicesOf(person: PersonId): readonly DeviceId[];
  /** Whether a device is certified and neither revoked, nor left behind by a rotation, nor ended by itself: it may open sessions and be sealed to. */
  isLive(device: DeviceId): boolean;
  /** Class of a live device, or null. */
  classOf(device: DeviceId): DeviceClassName | null;
  /** Why the device's standing makes `item` void: certificate, cuts, limits, scope. Says nothing of permission. */
  whyVoid(item: Item): VoidCause | null;
  /** Whether a valid person.end stands: every body of the person is erased everywhere. */
  hasEnded(person: PersonId): boolean;
  /** Rises whenever something about the person's keys was learned. */
  versionOf(person: PersonId): number;
};
