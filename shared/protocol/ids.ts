import { bytesToHex, concatBytes, encodeUtf8, hexToBytes } from './bytes.ts';
import { sha256 } from './hash.ts';
import { domain, type Lane } from './parameters.ts';

/** 16 bytes as 32 lower-case hex digits; see `derivePersonId`. */
export type PersonId = string;
/** 16 bytes as 32 lower-case hex digits; see `deriveDeviceId`. */
export type DeviceId = string;
/** The first 16 bytes of an entry's chain hash as 32 lower-case hex digits. */
export type EntryId = string;
/** Type byte, 16 bytes of owner, index byte, as 36 lower-case hex digits. */
export type ChannelId = string;
/** `channel/device/lane`: names one log wherever a map needs a key. */
export type LogKey = string;

/** Type byte of a channel id. */
export const channelType = {
  card: 1,
  life: 2,
  feed: 3,
  inbox: 4,
  self: 5,
  conv: 6,
  comm: 7,
  office: 8,
  roll: 9,
} as const;

/** Name of a channel type. */
export type ChannelTypeName = keyof typeof channelType;

const nameByType = new Map<number, ChannelTypeName>(
  Object.entries(channelType).map(([name, type]) => [type, name as ChannelTypeName]),
);

/** SHA-256("tayori/1 person" ‖ root public key ‖ SHA-256(recovery public key)), first 16 bytes. `recoveryHash` is that inner hash. */
export function derivePersonId(rootKey: Uint8Array, recoveryHash: Uint8Array): PersonId {
  return bytesToHex(sha256(concatBytes(encodeUtf8(domain.person), rootKey, recoveryHash)).subarray(0, 16));
}

/** SHA-256("tayori/1 device" ‖ person id ‖ signing key ‖ sealing key), first 16 bytes: a device belongs to exactly one person. */
export function deriveDeviceId(person: PersonId, signingKey: Uint8Array, sealingKey: Uint8Array): DeviceId {
  return bytesToHex(
    sha256(concatBytes(encodeUtf8(domain.device), idToBytes(person), signingKey, sealingKey)).subarray(0, 16),
  );
}

/** The channel of `type` owned by `owner` (a person, conversation, community, office or shelter), number `index` from 0 to 255. */
export function toChannelId(type: ChannelTypeName, owner: string, index = 0): ChannelId {
  return byteToHex(channelType[type]) + owner + byteToHex(index);
}

/** The conversation of two persons: SHA-256("tayori/1 pair" ‖ lower id ‖ higher id), first 16 bytes. Both may begin it offline and it is one. */
export function pairChannel(a: PersonId, b: PersonId): ChannelId {
  const [lower, higher] = a < b ? [a, b] : [b, a];
  return hashedChannel(domain.pair, idToBytes(lower), idToBytes(higher));
}

/** A group that `creator` made with 16 random bytes: SHA-256("tayori/1 group" ‖ creator ‖ nonce), first 16 bytes, so that nobody else can have begun it. */
export function groupChannel(creator: PersonId, nonce: Uint8Array): ChannelId {
  return hashedChannel(domain.group, idToBytes(creator), nonce);
}

function hashedChannel(what: string, ...parts: readonly Uint8Array[]): ChannelId {
  const hash = sha256(concatBytes(encodeUtf8(what), ...parts));
  return toChannelId('conv', bytesToHex(hash.subarray(0, 16)));
}

/** Type of a channel, or null for a number that this version does not know. */
export function typeOfChannel(channel: ChannelId): ChannelTypeName | null {
  return nameByType.get(Number.parseInt(channel.slice(0, 2), 16)) ?? null;
}

/** The 16-byte owner in a channel id, as hex. */
export function ownerOfChannel(channel: ChannelId): string {
  return channel.slice(2, 34);
}

/** The index byte of a channel id. */
export function indexOfChannel(channel: ChannelId): number {
  return Number.parseInt(channel.slice(34, 36), 16);
}

/** One log: the entries of one device in one channel and lane. */
export function toLogKey(channel: ChannelId, device: DeviceId, lane: Lane): LogKey {
  return `${channel}/${device}/${lane}`;
}

/** The parts of a log key. */
export function fromLogKey(key: LogKey): { channel: ChannelId; device: DeviceId; lane: Lane } {
  return { channel: key.slice(0, 36), device: key.slice(37, 69), lane: Number(key.slice(70)) as Lane };
}

/** Bytes of an id that this code made or checked. Throws when it is not hex: ids from outside are checked where they are decoded. */
export function idToBytes(id: string): Uint8Array<ArrayBuffer> {
  const bytes = hexToBytes(id);
  if (!bytes.ok) throw new TypeError(`not an id: ${id.slice(0, 40)}`);
  return bytes.value;
}

/** Whether `text` is 16 bytes in lower-case hex: the form of person, device and entry ids. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text);
}

function byteToHex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
