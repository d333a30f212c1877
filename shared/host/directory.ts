import { createAccess, type AccessChange } from '../fold/access.ts';
import { createConversations } from '../fold/conversations.ts';
import { isNamedBy, personOwning } from '../fold/erasures.ts';
import { withoutBody, type Item } from '../log/item.ts';
import type { Certificate, DeviceClassName } from '../protocol/certificate.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import {
  ownerOfChannel,
  toChannelId,
  typeOfChannel,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type PersonId,
} from '../protocol/ids.ts';
import { kindNumber } from '../kinds/kinds.ts';
import { outlastsPerson } from '../kinds/outlast.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import type { Rotation } from '../protocol/rotation.ts';
import type { ErrorCode } from '../errors.ts';
import type { Directory } from '../sync/directory.ts';
import type { Store } from '../sync/store.ts';
import type { Access } from '../fold/access.ts';

/** Takes work when there is room for it. Local and temporary; nothing of it is in the entries. */
export type Admission = { whyNot: Directory['whyNotAdmitted'] };

type Change = AccessChange & { readonly arrival: number };

/** A directory with the folds behind it, for those who need more than the conversation does. */
export type HostDirectory = Directory & {
  readonly access: Access;
  /** Devices whose certificates allow them a number of entries: all that they wrote is remembered. */
  lentDevices(): readonly DeviceId[];
  /** A certificate in the card that was stored first of all whose recovery key has that hash, or null. Looks through all. */
  firstByRecovery(recoveryHash: Uint8Array): Certificate | null;
  /** Hears of every change of access, once it is durable. */
  onChange(listener: (changes: readonly AccessChange[]) => void): void;
};

/**
 * The directory of a host: access decided from what stands in cards, inboxes and erasures, and a journal of what began and ended, by arrival. Empty
 * at first; the host adds what its store holds in lane 0 at its start, with the arrivals of then, and goes on with what becomes durable.
 */
export function createDirectory(store: Pick<Store, 'shardOf'>, admission: Admission): HostDirectory {
  const access = createAccess(null);
  access.attachConversations(createConversations);
  const certificates = new Map<DeviceId, Certificate>();
  const inCards = new Set<DeviceId>();
  const rotations = new Map<PersonId, Map<string, Rotation>>();
  const journal = new Map<PersonId, Change[]>();
  const erasesByTarget = new Map<EntryId, Map<EntryId, Item>>();
  // Not the fold's: its inboxes are those with words of friendship, and a channel must not begin to be read after something stood in it.
  const adds = new Set<string>();
  const inboxesByWriter = new Map<PersonId, Set<ChannelId>>();
  // Asked with every request: known until anything that access follows from is added.
  const readableByReader = new Map<string, readonly ChannelId[]>();
  const lastChangeByPerson = new Map<PersonId, number>();
  // Whose end is on its way into the store.
  const ended = new Set<PersonId>();
  // Of rotations that came with a proof or a table: readers hear of it with the next arrival.
  const unnoted: AccessChange[] = [];
  const listeners: ((changes: readonly AccessChange[]) => void)[] = [];

  function learnCertificate(certificate: Certificate): readonly AccessChange[] {
    const known = certificates.get(certificate.device);
    if (known !== undefined && known.serial >= certificate.serial) return [];
    certificates.set(certificate.device, certificate);
    readableByReader.clear();
    return access.addCertificate(certificate);
  }

  // All at once: between two of which the second goes on with the cuts of the first, friendships would seem to end.
  function learnRotations(fresh: readonly Rotation[]): readonly AccessChange[] {
    if (fresh.length === 0) return [];
    readableByReader.clear();
    for (const rotation of fresh) {
      const ofPerson = rotations.get(rotation.person) ?? new Map<string, Rotation>();
      rotations.set(rotation.person, ofPerson.set(bytesToHex(rotation.signature), rotation));
    }
    return access.addStatements(fresh.map((rotation) => ({ what: 'rotation', rotation })));
  }

  function noteInbox(item: Item): void {
    const { author, entry } = item;
    if (typeOfChannel(entry.channel) !== 'inbox' || ownerOfChannel(entry.channel) === author) return;
    if (item.body?.kind === 'friend.add') adds.add(`${author}/${item.body.person}`);
    inboxesByWriter.set(author, (inboxesByWriter.get(author) ?? new Set()).add(entry.channel));
  }

  function note(changes: readonly AccessChange[], arrival: number): void {
    for (const change of changes) {
      // What is one's own is never opened or closed, it is there.
      if (ownerOfChannel(change.channel) === change.person) continue;
      lastChangeByPerson.set(change.person, Math.max(arrival, lastChangeByPerson.get(change.person) ?? 0));
      const list = journal.get(change.person);
      if (list) list.push({ ...change, arrival });
      else journal.set(change.person, [{ ...change, arrival }]);
    }
    if (changes.length > 0) for (const listener of listeners) listener(changes);
  }

  function hasEnded(person: PersonId): boolean {
    return ended.has(person) || access.persons.hasEnded(person);
  }

  function isVoidEnd(item: Item): boolean {
    return access.persons.whyVoid(item) !== null || isLent(item);
  }

  function isOneTooMany({ device, person }: Certificate): boolean {
    if (inCards.has(device)) return false;
    const live = access.persons.devicesOf(person).filter((one) => inCards.has(one) && access.persons.isLive(one));
    return live.length >= mostLiveDevices;
  }

  /** How much a lent device wrote, anywhere, says how much of it counts. */
  function isLent({ entry }: Item): boolean {
    return (certificates.get(entry.device)?.maxEntries ?? null) !== null;
  }

  /** Null for a device that was cut off. One whose card is not here yet may be any of its person's. */
  function classOf({ device }: SessionParty): DeviceClassName | null {
    const { persons } = access;
    return persons.classOf(device) ?? (persons.certificateOf(device) === null ? 'browser' : null);
  }

  return {
    access,
    lentDevices: () => [...certificates.values()].flatMap((one) => (one.maxEntries === null ? [] : one.device)),
    firstByRecovery(recoveryHash) {
      for (const device of inCards) {
        const certificate = certificates.get(device);
        if (certificate && equalBytes(certificate.recoveryHash, recoveryHash)) return certificate;
      }
      return null;
    },
    onChange: (listener) => listeners.push(listener),
    certificateOf: (device) => certificates.get(device) ?? access.persons.certificateOf(device),
    isInCard: (device) => inCards.has(device),
    rotationsOf: (person) => [...(rotations.get(person)?.values() ?? [])],
    learn(newCertificates, newRotations) {
      for (const one of newCertificates) learnCertificate(one);
      unnoted.push(...learnRotations(newRotations));
    },
    whyNotWelcome(item, carrier = null, pending = []): ErrorCode | null {
      const cause = access.persons.whyVoid(item);
      if (cause !== null && cutOffCodes.has(cause.code)) return 'revoked';
      if (cause !== null && limitCodes.has(cause.code)) return 'not-permitted';
      if (item.statement?.what === 'certificate' && isOneTooMany(item.statement.certificate)) return 'not-admitted';
      // A body that is not what its kind says is void, but stored and relayed: a later version may know better.
      if (item.voidReason !== null || access.isWelcome(item, pending)) return null;
      const isBroughtBack =
        carrier !== null && carrier === personOwning(item.entry.channel) && access.isPermitted(item);
      return isBroughtBack ? null : 'not-permitted';
    },
    whyNotAdmitted: (author, run) => admission.whyNot(author, run),
    mayRead(reader, channel) {
      const deviceClass = classOf(reader);
      return deviceClass !== null && access.mayRead(reader.person, deviceClass, channel);
    },
    mayReadLog(reader, channel, device) {
      const author = certificates.get(device)?.person;
      const deviceClass = classOf(reader);
      return (
        author !== undefined && deviceClass !== null && access.mayReadLog(reader.person, deviceClass, channel, author)
      );
    },
    hasAdded: (person, reader) => adds.has(`${person}/${reader}`),
    readableChannels(reader) {
      const deviceClass = classOf(reader);
      if (deviceClass === null) return [];
      const key = `${reader.person}/${deviceClass}`;
      const known = readableByReader.get(key);
      if (known !== undefined) return known;
      if (readableByReader.size >= mostRemembered) readableByReader.clear();
      const served = access.readableChannels(reader.person, deviceClass);
      const channels = [...served, ...(inboxesByWriter.get(reader.person) ?? [])];
      readableByReader.set(key, channels);
      return channels;
    },
    changesSince(reader, shard, after) {
      if ((lastChangeByPerson.get(reader.person) ?? 0) <= after) return noChanges;
      const last = new Map<ChannelId, Change>();
      for (const change of journal.get(reader.person) ?? []) {
        if (change.arrival > after && store.shardOf(change.channel) === shard) last.set(change.channel, change);
      }
      const channels = [...last.values()];
      const readable = new Set(channels.length > 0 ? this.readableChannels(reader) : []);
      return {
        opened: channels
          .filter((change) => change.opened && readable.has(change.channel))
          .map((change) => change.channel),
        closed: channels.filter((change) => !change.opened).map((change) => change.channel),
      };
    },
    isErased(entry) {
      const author = certificates.get(entry.device)?.person;
      if (author !== undefined && hasEnded(author) && !outlastsPerson(entry.kind)) return true;
      const erases = [...(erasesByTarget.get(entry.id)?.values() ?? [])];
      return erases.some((erase) => isNamedBy(entry, erase));
    },
    endsPerson: (item) =>
      item.body?.kind === 'person.end' && item.entry.channel === toChannelId('card', item.author) && !isVoidEnd(item),
    reachOf(person) {
      const owners = [person, ...access.friends.counterpartsOf(person)];
      const channels = owners.flatMap((owner) => [
        ...access.audiences.channelsOf(owner),
        toChannelId('card', owner),
        toChannelId('inbox', owner),
        toChannelId('self', owner),
      ]);
      const talks = access.conversations()?.channelsOf(person) ?? [];
      return { devices: access.persons.devicesOf(person), channels: [...channels, ...talks] };
    },
    expectErasure(item) {
      if (this.endsPerson(item)) ended.add(item.author);
      if (item.body?.kind !== 'erase' || !this.mayErase(item)) return;
      const target = bytesToHex(item.body.targetHash.subarray(0, 16));
      const erases = erasesByTarget.get(target) ?? new Map<EntryId, Item>();
      erasesByTarget.set(target, erases.set(item.entry.id, item));
    },
    mayErase(item) {
      if (item.body?.kind !== 'erase' || access.persons.whyVoid(item) !== null) return false;
      const author = certificates.get(item.body.device)?.person;
      const { device, kindNumber: kind } = item.body;
      return author !== undefined && access.mayErase(item, { channel: item.entry.channel, device, author, kind });
    },
    add(items, arrival) {
      note(unnoted.splice(0), arrival);
      for (const item of items) {
        this.expectErasure(item);
        if (!bearsOnAccess(item) && !isLent(item)) continue;
        readableByReader.clear();
        const { statement } = item;
        if (statement?.what === 'certificate') {
          inCards.add(statement.certificate.device);
          note(learnCertificate(statement.certificate), arrival);
        }
        if (statement?.what === 'rotation') note(learnRotations([statement.rotation]), arrival);
        noteInbox(item);
        note(access.add(toRemembered(item)), arrival);
      }
    },
  };
}

const mostRemembered = 20_000;
/** A new device is taken once another one was revoked. */
const mostLiveDevices = 20;
const noChanges = { opened: [], closed: [] };

/**
 * What is said in cards and inboxes in lane 0, and who is in a conversation, decides who may do what; the rest is stored and not remembered, so that memory
 * does not grow with voices.
 */
export function bearsOnAccess({
  entry,
}: {
  readonly entry: { readonly channel: ChannelId; readonly kind: number };
}): boolean {
  const type = typeOfChannel(entry.channel);
  return (type === 'card' || type === 'inbox' || type === 'conv') && laneOfKind(entry.kind) === 0;
}

const membershipKinds: ReadonlySet<number> = new Set([kindNumber('conv.create'), kindNumber('conv.member')]);

/** Of keys and titles only their places are remembered, which show where a log forks. */
function toRemembered(item: Item): Item {
  const { entry } = item;
  if (typeOfChannel(entry.channel) !== 'conv' || membershipKinds.has(entry.kind) || item.body?.kind === 'erase')
    return item;
  return withoutBody(item, 'withheld');
}

const cutOffCodes = new Set(['revoked', 'rotated', 'session-ended', 'uncertified']);
const limitCodes = new Set(['over-limit', 'out-of-scope', 'lent']);
