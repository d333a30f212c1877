import type { ChannelTypeName } from '../protocol/ids.ts';
import { place } from './place.ts';
import {
  condition,
  whereabouts,
  rung,
  evidence,
  searchBy,
  audienceOf,
  pictureType,
  maxPictureBytes,
  fileType,
  maxFileBytes,
  maxMembers,
  maxSoundMs,
  eraseReason,
} from './values.ts';
import {
  bytes,
  bytesUpTo,
  flag,
  id,
  integer,
  list,
  oneOf,
  optional,
  record,
  required,
  text,
  textOfBytes,
  type Schema,
  type Shape,
} from './schema.ts';

export * from './values.ts';

/** Someone or something beside a person: a person of this network, a name, or animals. */
const companion = record({
  person: optional(0, id()),
  name: optional(1, text(40)),
  animals: optional(2, integer(1, 1000)),
});

const saltField = bytes(8);
const common = {
  /** Of values that hold alone: those that the writer saw and replaces. */
  replaces: optional(3, list(id(), 16)),
  /** The id under which the same entry stood in a forked log. */
  again: optional(4, id()),
  /** Seconds from the entry's clock for which it holds. */
  validSeconds: optional(5, integer(1, 366 * 86_400)),
};
/** Eight random bytes first, so that the hash that is kept after an erasure confirms no guess. */
const salted = { salt: required(0, saltField), ...common };

const statusFields = {
  condition: required(6, oneOf(condition)),
  whereabouts: required(7, oneOf(whereabouts)),
  beside: optional(8, list(companion, 20)),
  needs: optional(9, list(integer(1, 255), 20)),
  place: optional(2, place),
  text: optional(1, text(140)),
  event: optional(10, id()),
};
const sealedFields = {
  key: required(1, id()),
  nonce: required(2, bytes(12)),
  ciphertext: required(6, bytesUpTo(65_000)),
};

/** What a message says of the file that belongs to it. */
const attachedFile = record({
  hash: required(0, bytes(32)),
  type: required(1, oneOf(fileType)),
  size: required(2, integer(1, maxFileBytes)),
  durationMs: optional(3, integer(1, maxSoundMs + 1000)),
});

type KindDefinition = {
  readonly number: number;
  /** Where it may stand in clear. */
  readonly channels: readonly ChannelTypeName[];
  /** Where it may stand inside a sealed entry. */
  readonly sealedIn?: readonly ChannelTypeName[];
  readonly fields: Schema;
};

/**
 * Every kind that this version knows: number, channels in which it may stand, fields of its body. Field numbers are listed in the
 * specification; a number means the same in every kind unless the table there says otherwise.
 */
export const kinds = {
  'person.rotate': { number: 0x01, channels: ['card'], fields: { rotation: required(6, bytesUpTo(8000)) } },
  'device.cert': { number: 0x02, channels: ['card'], fields: { certificate: required(6, bytesUpTo(2048)) } },
  'device.revoke': { number: 0x03, channels: ['card'], fields: { revocation: required(6, bytesUpTo(8000)) } },
  'session.end': { number: 0x04, channels: ['card'], fields: { ...salted, cuts: required(6, bytesUpTo(8000)) } },
  'card.set': {
    number: 0x05,
    channels: ['card'],
    fields: {
      ...salted,
      name: required(1, text(40)),
      kana: optional(2, text(60)),
      archiveKey: optional(6, bytes(32)),
      search: optional(7, oneOf(searchBy)),
      language: optional(8, text(16)),
      picture: optional(9, bytes(32)),
    },
  },
  clock: {
    number: 0x06,
    channels: ['card'],
    fields: {
      ...salted,
      fromMs: required(6, integer(0, 2 ** 48)),
      toMs: required(7, integer(0, 2 ** 48)),
      offsetMs: required(8, integer(-(2 ** 48), 2 ** 48)),
    },
  },
  'person.end': { number: 0x07, channels: ['card'], fields: salted },
  'friend.add': {
    number: 0x08,
    channels: ['inbox'],
    fields: {
      ...salted,
      person: required(6, id()),
      token: optional(7, bytes(16)),
      greeting: optional(8, bytesUpTo(400)),
    },
  },
  'friend.remove': { number: 0x09, channels: ['inbox'], fields: { ...salted, person: required(6, id()) } },
  status: { number: 0x0a, channels: ['life'], fields: { ...salted, ...statusFields } },
  'status.about': {
    number: 0x0b,
    channels: ['life'],
    fields: {
      ...salted,
      ...statusFields,
      person: required(11, id()),
      rung: required(12, oneOf(rung)),
      source: optional(13, text(60)),
    },
  },
  'life.sign': {
    number: 0x0c,
    channels: ['life'],
    fields: { ...salted, evidence: required(6, oneOf(evidence)), place: optional(2, place) },
  },
  'status.ask': { number: 0x0d, channels: ['inbox'], fields: salted },
  erase: {
    number: 0x0e,
    channels: ['card', 'life', 'feed', 'inbox', 'self', 'conv', 'comm'],
    fields: {
      ...salted,
      /** Chain hash of the target, all 32 bytes; its id is the first 16. */
      targetHash: required(6, bytes(32)),
      /** Where the target stands, so that a store finds it without an index of ids. */
      device: required(7, id()),
      kindNumber: required(8, integer(0, 255)),
      number: required(9, integer(1, 2 ** 32 - 1)),
      reason: required(10, oneOf(eraseReason)),
    },
  },
  correct: {
    number: 0x0f,
    channels: ['life', 'feed', 'comm'],
    fields: {
      ...salted,
      targets: required(6, list(id(), 20)),
      text: required(1, text(300)),
      source: optional(13, text(60)),
      authority: optional(14, id()),
    },
  },
  audience: {
    number: 0x10,
    channels: ['inbox'],
    fields: {
      ...salted,
      channelType: required(6, integer(1, 9)),
      index: required(7, integer(0, 255)),
      who: required(8, oneOf(audienceOf)),
      persons: optional(9, list(id(), 300)),
    },
  },
  'conv.create': {
    number: 0x11,
    channels: ['conv'],
    fields: {
      ...salted,
      /** Of a conversation of two: the other. */
      person: optional(6, id()),
      /** Of a group: what its id is made of, and who is in it besides its maker. */
      nonce: optional(7, bytes(16)),
      members: optional(8, list(id(), maxMembers - 1)),
    },
  },
  'conv.member': {
    number: 0x12,
    channels: ['conv'],
    fields: {
      ...salted,
      /** The conv.create or conv.member by which the writer is a member. */
      basis: required(6, id()),
      add: optional(7, list(id(), maxMembers - 1)),
      remove: optional(8, list(id(), maxMembers - 1)),
      /** Of an add: every removal of those persons that the writer knows. */
      undoes: optional(9, list(id(), 64)),
      /** Of a removal: up to where the logs of those persons in this conversation count. */
      cuts: optional(10, bytesUpTo(7000)),
    },
  },
  'conv.key': {
    number: 0x13,
    channels: ['self', 'conv'],
    fields: {
      ...salted,
      /** For each recipient its id (16), what HPKE encapsulated (32) and the sealed key (32 and a tag of 16). */
      recipients: required(6, bytesUpTo(8000)),
      /** The entry that names the key, when it did not have room for all recipients. */
      part: optional(7, id()),
    },
  },
  'conv.title': {
    number: 0x16,
    channels: [],
    sealedIn: ['conv'],
    fields: { ...common, title: required(1, text(40)) },
  },
  message: {
    number: 0x40,
    channels: [],
    sealedIn: ['conv'],
    /** Words, a place or a file, at least one. What it `replaces` is an earlier wording of the same message. */
    fields: {
      ...common,
      text: optional(1, text(2000)),
      place: optional(2, place),
      answers: optional(6, id()),
      /** Comes in an entry of its own, behind all words. */
      file: optional(7, attachedFile),
    },
  },
  'conv.ack': {
    number: 0x41,
    channels: [],
    sealedIn: ['conv'],
    /** The last entry of each log of others that this device has. */
    fields: { ...common, heads: required(6, list(id(), 200)) },
  },
  'conv.read': {
    number: 0x42,
    channels: [],
    sealedIn: ['conv'],
    fields: { ...common, heads: required(6, list(id(), 200)) },
  },
  attachment: {
    number: 0xc1,
    channels: [],
    sealedIn: ['conv'],
    fields: { ...common, data: required(6, bytesUpTo(maxFileBytes)), type: required(7, oneOf(fileType)) },
  },
  'friend.invite': {
    number: 0x14,
    channels: ['inbox'],
    /** SHA-256("tayori/1 invite" ‖ token): who shows the token is a friend without being asked. */
    fields: { ...salted, tokenHash: required(6, bytes(32)) },
  },
  household: {
    number: 0x15,
    channels: ['life'],
    /** Whom the owner of the channel calls their household: all of them, the newest list holds. */
    fields: { ...salted, persons: required(6, list(id(), 20)) },
  },
  voice: {
    number: 0x80,
    channels: ['feed', 'comm'],
    fields: {
      ...common,
      text: required(1, textOfBytes(4096)),
      place: optional(2, place),
      mood: optional(6, integer(1, 255)),
      language: optional(8, text(16)),
    },
  },
  comment: {
    number: 0x81,
    channels: ['feed', 'comm'],
    fields: { ...common, target: required(6, id()), text: required(1, textOfBytes(4096)) },
  },
  like: {
    number: 0x82,
    channels: ['feed', 'comm'],
    fields: { ...common, target: required(6, id()), off: optional(7, flag) },
  },
  checkin: {
    number: 0x83,
    channels: ['feed'],
    fields: {
      ...salted,
      place: required(2, place),
      text: optional(1, text(100)),
      accuracyM: optional(6, integer(0, 1_000_000)),
    },
  },
  setting: {
    number: 0x84,
    channels: [],
    sealedIn: ['self'],
    /** One value a key; without one the key is as if it never had any. */
    fields: { ...common, key: required(1, text(100)), value: optional(6, textOfBytes(3000)) },
  },
  keys: {
    number: 0x85,
    channels: [],
    sealedIn: ['self'],
    /** Keys for a device that came later: of each the id of its `conv.key` (16), its channel (18) and the key (32), at most 60. */
    fields: { ...common, keys: required(6, bytesUpTo(60 * 66)) },
  },
  picture: {
    number: 0xc0,
    channels: ['card'],
    /** Without a salt: the card names the hash of the same bytes. */
    fields: { ...common, data: required(6, bytesUpTo(maxPictureBytes)), type: required(7, oneOf(pictureType)) },
  },
  'sealed.life': { number: 0x3f, channels: ['self', 'conv'], fields: sealedFields },
  'sealed.direct': { number: 0x7f, channels: ['self', 'conv'], fields: sealedFields },
  'sealed.social': { number: 0xbf, channels: ['self', 'conv'], fields: sealedFields },
  'sealed.bulk': { number: 0xff, channels: ['self', 'conv'], fields: sealedFields },
} as const satisfies Readonly<Record<string, KindDefinition>>;

/** Name of a kind. */
export type KindName = keyof typeof kinds;

/** The fields of a body of kind `Name`. */
export type BodyOf<Name extends KindName> = Shape<(typeof kinds)[Name]['fields']>;

/** A decoded body with the name of its kind. The salt is there only right after decoding: who reads what is said has no use for it. */
export type Body = {
  [Name in KindName]: { readonly kind: Name; readonly salt?: Uint8Array } & Omit<BodyOf<Name>, 'salt'>;
}[KindName];

const nameByNumber = new Map<number, KindName>(
  Object.entries(kinds).map(([name, definition]) => [definition.number, name as KindName]),
);

/** Number of a kind. */
export function kindNumber(name: KindName): number {
  return kinds[name].number;
}

/** Name of a kind, or null for a number that this version does not know. */
export function kindName(number: number): KindName | null {
  return nameByNumber.get(number) ?? null;
}

/** Whether entries of this kind begin with eight random bytes that the writer must supply. */
export function needsSalt(name: KindName): boolean {
  return 'salt' in kinds[name].fields;
}
