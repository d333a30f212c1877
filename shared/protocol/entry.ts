import { bytesToHex, concatBytes, encodeUtf8 } from './bytes.ts';
import { sha256, type Sha256 } from './hash.ts';
import { encodeHeader, type Header } from './header.ts';
import { idToBytes, type ChannelId, type DeviceId, type EntryId } from './ids.ts';
import { domain, laneOfKind, type Lane } from './parameters.ts';

/**
 * One item of a log, with its place in the chain. `body` is null when it was erased or withheld; the header and its hash stay, so the
 * chain can still be checked.
 */
export type Entry = Header & {
  readonly id: EntryId;
  /** H(number), 32 bytes. */
  readonly hash: Uint8Array;
  readonly body: Uint8Array | null;
  readonly absence: 'erased' | 'withheld' | null;
  /** The header as received, only when it has elements that this version does not know; else null and `encodeHeader` gives it. */
  readonly headerBytes: Uint8Array | null;
};

/** Consecutive entries of one log that end in a signed point. */
export type Run = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  /** Number of the first entry. */
  readonly from: number;
  /** H(from − 1). */
  readonly base: Uint8Array;
  readonly entries: readonly Entry[];
  /** Signatures by entry number; the last entry has one. */
  readonly signatures: ReadonlyMap<number, Uint8Array>;
};

/** H(0) of a log: SHA-256("tayori/1 log" ‖ channel ‖ device ‖ lane byte). */
export function logStart(channel: ChannelId, device: DeviceId, lane: Lane, hash: Sha256 = sha256): Uint8Array {
  return hash(concatBytes(encodeUtf8(domain.log), idToBytes(channel), idToBytes(device), Uint8Array.of(lane)));
}

/** H(n) = SHA-256(H(n−1) ‖ header(n)). */
export function chainHash(previous: Uint8Array, headerBytes: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  return hash(concatBytes(previous, headerBytes));
}

/** The id of the entry with chain hash `hash`: its first 16 bytes. */
export function entryId(hash: Uint8Array): EntryId {
  return bytesToHex(hash.subarray(0, 16));
}

/** The lane of an entry. */
export function laneOf(entry: { readonly kind: number }): Lane {
  return laneOfKind(entry.kind);
}

const entryDomain = encodeUtf8(domain.entry);

/** What a device signs for the entry with chain hash `hash`: "tayori/1 entry" ‖ H(n). */
export function signedBytes(hash: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(entryDomain, hash);
}

/** The header bytes that the chain hash of `entry` covers. */
export function headerBytesOf(entry: Entry): Uint8Array {
  return entry.headerBytes ?? encodeHeader(entry);
}
