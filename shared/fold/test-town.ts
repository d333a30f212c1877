import { encodeBody } from '../kinds/body.ts';
import { kindNumber, needsSalt, type BodyOf, type KindName } from '../kinds/kinds.ts';
import { appendEntry, emptyHead, type Head } from '../log/append.ts';
import { readItem, withoutBody, type Item } from '../log/item.ts';
import { concatBytes } from '../protocol/bytes.ts';
import {
  certificateSignedBytes,
  decodeCertificate,
  encodeCertificate,
  encodeCertificateFields,
  type Certificate,
  type CertificateFields,
} from '../protocol/certificate.ts';
import { cutName, encodeRevocationFields, revocationSignedBytes, type Cut } from '../protocol/cut.ts';
import { createNobleSigner, nobleEngine } from '../protocol/engine-noble.ts';
import { sha256 } from '../protocol/hash.ts';
import { derivePersonId, fromLogKey, toChannelId, toLogKey } from '../protocol/ids.ts';
import type { ChannelId, DeviceId, EntryId, LogKey, PersonId } from '../protocol/ids.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { encodeRotationFields } from '../protocol/encode-rotation.ts';
import { rotationSignedBytes } from '../protocol/rotation.ts';
import type { Seeded } from '../protocol/seeded.ts';
import { createVerifier, type Signer } from '../protocol/sign.ts';

/** Someone in a test, with all keys in hand. */
export type Townsperson = {
  readonly id: PersonId;
  readonly name: string;
  readonly recovery: Signer<Uint8Array>;
  /** The first root, then that of each rotation. */
  readonly roots: Signer<Uint8Array>[];
};

/** A device in a test. Its heads are where it goes on writing; a copy of it that writes too makes a fork. */
export type TownDevice = {
  readonly owner: Townsperson;
  readonly id: DeviceId;
  readonly certificate: Certificate;
  readonly heads: Map<LogKey, Head>;
};

/** Fields of a body without the salt, which is made from the place of the entry. */
export type Fields<Name extends KindName> = Omit<BodyOf<Name>, 'salt'>;

/** Names of invented people. */
export const townNames = ['宮田 由佳', '宮田 絹江', '早川 徹', '野添 みどり', '三上 樹'] as const;

const verifier = createVerifier(nobleEngine);

/** A person with fresh keys. */
export function settle(seeded: Seeded, name: string): Townsperson {
  const root = createNobleSigner(seeded.bytes(32));
  const recovery = createNobleSigner(seeded.bytes(32));
  return { id: derivePersonId(root.publicKey, sha256(recovery.publicKey)), name, recovery, roots: [root] };
}

/** A device certified by the newest root of `owner`. */
export function equip(
  owner: Townsperson,
  seeded: Seeded,
  limits: Partial<Pick<CertificateFields, 'class' | 'scope' | 'maxEntries' | 'serial'>> = {},
): TownDevice {
  const keys = { signingKey: createNobleSigner(seeded.bytes(32)).publicKey, sealingKey: seeded.bytes(32) };
  const certificate = certify(owner, { ...keys, ...limits });
  return { owner, id: certificate.device, certificate, heads: new Map() };
}

/** A certificate by the root of that sequence number, the newest unless said otherwise. */
export function certify(
  owner: Townsperson,
  fields: Pick<CertificateFields, 'signingKey' | 'sealingKey'> & Partial<CertificateFields>,
  sequence = owner.roots.length - 1,
): Certificate {
  const root = owner.roots[sequence] as Signer<Uint8Array>;
  const bytes = encodeCertificateFields({
    class: 'phone',
    scope: null,
    maxEntries: null,
    notBeforeMs: null,
    notAfterMs: null,
    serial: 1,
    ...fields,
    firstRoot: (owner.roots[0] as Signer).publicKey,
    recoveryHash: sha256(owner.recovery.publicKey),
    sequence,
    root: root.publicKey,
  });
  const certificate = decodeCertificate(concatBytes(bytes, root.sign(certificateSignedBytes(bytes))));
  if (!certificate.ok) throw new Error(certificate.error.detail);
  return certificate.value;
}

/** A device that holds the same keys and logs, as a restored backup does. */
export function copyDevice(device: TownDevice): TownDevice {
  return { ...device, heads: new Map(device.heads) };
}

/** Writes the next entry of a log, as folds read it. */
export async function write<Name extends KindName>(
  device: TownDevice,
  kind: Name,
  channel: ChannelId,
  fields: Fields<Name>,
  options: { readonly clockMs?: number; readonly counter?: number; readonly after?: readonly EntryId[] } = {},
): Promise<Item> {
  const number = kindNumber(kind);
  const lane = laneOfKind(number);
  const key = toLogKey(channel, device.id, lane);
  const head = device.heads.get(key) ?? emptyHead(channel, device.id, lane);
  const salt = sha256(concatBytes(head.hash, Uint8Array.of(number))).slice(0, 8);
  const body = encodeBody(kind, (needsSalt(kind) ? { salt, ...fields } : fields) as unknown as BodyOf<Name>);
  const draft = { channel, kind: number, body, after: options.after ?? [] };
  const entry = appendEntry(device.id, head, draft, { ms: options.clockMs ?? 1_000, counter: options.counter ?? 0 });
  device.heads.set(key, { number: entry.number, hash: entry.hash });
  return readItem(entry, head.hash, device.owner.id, verifier);
}

/** The entry of the owner's card that says a certificate, carried by `carrier`. */
export function announce(carrier: TownDevice, certificate: Certificate): Promise<Item> {
  const body = { certificate: encodeCertificate(certificate) };
  return write(carrier, 'device.cert', toChannelId('card', certificate.person), body);
}

/** What counts of a device when all it wrote so far does. */
export function cutsOf(device: TownDevice): Cut[] {
  return [...device.heads].map(([key, head]) => {
    const { channel, lane } = fromLogKey(key);
    return { name: cutName(channel, device.id, lane), ...head };
  });
}

/** A revocation by the newest root, or by the recovery key. */
export function revoke(
  carrier: TownDevice,
  device: TownDevice,
  options: { readonly cuts: readonly Cut[]; readonly by?: 'root' | 'recovery'; readonly serial?: number },
): Promise<Item> {
  const { owner } = device;
  const isRecovery = options.by === 'recovery';
  const signer = isRecovery ? owner.recovery : (owner.roots.at(-1) as Signer<Uint8Array>);
  const bytes = encodeRevocationFields({
    person: owner.id,
    device: device.id,
    reason: 3,
    cuts: options.cuts,
    serial: options.serial ?? 1,
    sequence: isRecovery ? null : owner.roots.length - 1,
    signer: signer.publicKey,
  });
  const revocation = concatBytes(bytes, signer.sign(revocationSignedBytes(bytes)));
  return write(carrier, 'device.revoke', toChannelId('card', owner.id), { revocation });
}

/** A rotation to `newRoot`, which from then on certifies and revokes. */
export function rotate(
  carrier: TownDevice,
  owner: Townsperson,
  newRoot: Signer<Uint8Array>,
  cutsByDevice: ReadonlyMap<DeviceId, readonly Cut[]>,
  sequence = owner.roots.length,
): Promise<Item> {
  const bytes = encodeRotationFields({
    recoveryKey: owner.recovery.publicKey,
    firstRoot: (owner.roots[0] as Signer).publicKey,
    sequence,
    newRoot: newRoot.publicKey,
    cutsByDevice,
  });
  owner.roots[sequence] = newRoot;
  const rotation = concatBytes(bytes, owner.recovery.sign(rotationSignedBytes(bytes)));
  return write(carrier, 'person.rotate', toChannelId('card', owner.id), { rotation });
}

/** What an erase of `target` says. */
export function erasing(target: Item): Fields<'erase'> {
  const { hash, device, kind, number } = target.entry;
  return { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' };
}

/** The same item as it comes from a store that has dropped its body. */
export function erased(item: Item): Item {
  return withoutBody(item, 'erased');
}

/** The words of two persons that make them friends. */
export async function befriend(a: TownDevice, b: TownDevice, clockMs = 1_000): Promise<Item[]> {
  return [
    await write(a, 'friend.add', toChannelId('inbox', b.owner.id), { person: b.owner.id }, { clockMs }),
    await write(b, 'friend.add', toChannelId('inbox', a.owner.id), { person: a.owner.id }, { clockMs }),
  ];
}

/** The items in another order, about a third of them twice. */
export function shuffled(items: readonly Item[], seeded: Seeded): Item[] {
  const all = [...items, ...items.filter(() => seeded.chance(1 / 3))];
  for (let at = all.length - 1; at > 0; at--) {
    const other = seeded.int(at + 1);
    const held = all[at] as Item;
    all[at] = all[other] as Item;
    all[other] = held;
  }
  return all;
}
