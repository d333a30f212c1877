import { bytesToHex } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import { idToBytes, type ChannelId, type DeviceId, type EntryId } from './ids.ts';
import {
  clockLimitMs,
  formatVersion,
  laneOfKind,
  maxAfter,
  maxBodyBytes,
  maxHeaderBytes,
  numberLimit,
} from './parameters.ts';
import { err, ok, type Result } from './result.ts';

/** What a header says. The lane is that of the kind. */
export type Header = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  /** 0–255. */
  readonly kind: number;
  /** 1, 2, 3 … without gaps in each log. */
  readonly number: number;
  /** The device's clock as it was, milliseconds since 1970 UTC: never refused, never corrected. */
  readonly clockMs: number;
  /** Tells apart entries of one device and millisecond. */
  readonly counter: number;
  /** Up to four entries that the writer saw and whose order before this one matters. */
  readonly after: readonly EntryId[];
  readonly bodyLength: number;
  /** SHA-256 of the body, 32 bytes. */
  readonly bodyHash: Uint8Array;
};

/** Why bytes are no header. */
export type HeaderError = { readonly code: 'bad-header'; readonly detail: string };

/** The one encoding of a header: CBOR array of format version, channel, device, kind, number, clock, counter, after, body length, body hash. */
export function encodeHeader(header: Header): Uint8Array<ArrayBuffer> {
  return encodeCbor([
    formatVersion,
    idToBytes(header.channel),
    idToBytes(header.device),
    header.kind,
    header.number,
    header.clockMs,
    header.counter,
    header.after.map(idToBytes),
    header.bodyLength,
    header.bodyHash,
  ]);
}

/**
 * The header in `bytes`. Further elements behind the ten are ignored, so that a later version can add some; the caller keeps and hashes
 * the bytes as received.
 */
export function decodeHeader(bytes: Uint8Array): Result<Header, HeaderError> {
  if (bytes.length > maxHeaderBytes) return bad('longer than 256 bytes');
  const value = decodeCbor(bytes);
  if (!value.ok) return bad(value.error.detail);
  if (!Array.isArray(value.value) || value.value.length < 10) return bad('not an array of ten');
  const [version, channel, device, kind, number, clockMs, counter, after, bodyLength, bodyHash] = value.value;
  if (version !== formatVersion) return bad('unknown version');
  if (!isBytes(channel, 18)) return bad('channel');
  if (!isBytes(device, 16)) return bad('device');
  if (!Array.isArray(after) || !after.every((id): id is Uint8Array => isBytes(id, 16))) return bad('after');
  if (!isBytes(bodyHash, 32)) return bad('body hash');
  if (![kind, number, clockMs, counter, bodyLength].every((part) => typeof part === 'number')) return bad('number');
  const header = {
    channel: bytesToHex(channel),
    device: bytesToHex(device),
    kind: kind as number,
    number: number as number,
    clockMs: clockMs as number,
    counter: counter as number,
    after: after.map(bytesToHex),
    bodyLength: bodyLength as number,
    bodyHash,
  };
  const detail = whyBadHeader(header);
  return detail === null ? ok(header) : bad(detail);
}

/** Which limit `header` breaks, or null. */
export function whyBadHeader(header: Omit<Header, 'channel' | 'device' | 'bodyHash'>): string | null {
  if (!isBelow(header.kind, 256)) return 'kind';
  if (!isBelow(header.number, numberLimit) || header.number === 0) return 'number';
  if (!isBelow(header.clockMs, clockLimitMs)) return 'clock';
  if (!isBelow(header.counter, numberLimit)) return 'counter';
  if (header.after.length > maxAfter) return 'after';
  if (!isBelow(header.bodyLength, (maxBodyBytes[laneOfKind(header.kind)] as number) + 1)) return 'body length';
  return null;
}

function isBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function bad(detail: string): Result<never, HeaderError> {
  return err({ code: 'bad-header', detail });
}
