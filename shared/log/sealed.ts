import { decodeSealedBody, encodeBody } from '../kinds/body.ts';
import { kindName, kindNumber, type Body, type KindName } from '../kinds/kinds.ts';
import { createByteReader } from '../protocol/byte-reader.ts';
import { createByteWriter } from '../protocol/byte-writer.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import type { Header } from '../protocol/header.ts';
import { tagBytes } from '../protocol/hpke.ts';
import { idToBytes, type EntryId } from '../protocol/ids.ts';
import { formatVersion, laneOfKind, type Lane } from '../protocol/parameters.ts';
import { isZero, type SealEngine } from '../protocol/seal-engine.ts';

/** A key for sealing, named by the entry that gave it out. */
export type SealKey = { readonly id: EntryId; readonly key: Uint8Array };

/** What a header says before its body is there. */
export type HeaderStart = Omit<Header, 'bodyLength' | 'bodyHash'>;

const sealedKinds = ['sealed.life', 'sealed.direct', 'sealed.social', 'sealed.bulk'] as const;
const leastBytes = 64;
// By lane: the last power of two that a body has room for, and the length that all longer contents have.
const mostDoubled: readonly number[] = [4096, 4096, 4096, 32_768];
const mostPadded: readonly number[] = [8064, 8064, 8064, 64_512];

/** The sealed kind of the lane in which `kind` travels: of what is inside a header says the lane and no more. */
export function sealedKindFor(kind: KindName): (typeof sealedKinds)[number] {
  return sealedKinds[laneOfKind(kindNumber(kind))];
}

/**
 * The body of a sealed entry that holds `body` of `kind`: AES-256-GCM under `key` with the random `nonce`, and the header without its body hash as additional
 * data, so that it opens in that place only. Inside stand the kind, the length as varint, the body and zeros to the next of the lengths of `paddedLength`. Throws
 * a RangeError for more than a body has room for.
 */
export async function sealBody(
  engine: SealEngine,
  { id, key }: SealKey,
  nonce: Uint8Array,
  header: HeaderStart,
  kind: KindName,
  body: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const plain = pad(kindNumber(kind), body);
  const outer = sealedKindFor(kind);
  const withCiphertext = (ciphertext: Uint8Array) => encodeBody(outer, { key: id, nonce, ciphertext });
  const { length } = withCiphertext(new Uint8Array(plain.length + tagBytes));
  return withCiphertext(await engine.seal(key, nonce, additionalData(header, length), plain));
}

/** What a sealed entry holds, or null when the key is another's, the header is not that of the sealing, or nothing in it may be read here. */
export async function openBody(
  engine: SealEngine,
  key: Uint8Array,
  entry: Omit<Header, 'bodyHash'>,
  body: Body,
): Promise<Body | null> {
  if (!isSealed(body)) return null;
  const plain = await engine.open(key, body.nonce, additionalData(entry, entry.bodyLength), body.ciphertext);
  const inner = plain && unpad(plain);
  if (!inner || laneOfKind(inner.kind) !== laneOfKind(entry.kind) || kindName(inner.kind) === null) return null;
  const decoded = decodeSealedBody(inner.kind, entry.channel, inner.body);
  return decoded.ok ? decoded.value : null;
}

/** Whether a body is one of the four sealed kinds. */
export function isSealed(body: Body): body is Extract<Body, { kind: (typeof sealedKinds)[number] }> {
  return (sealedKinds as readonly string[]).includes(body.kind);
}

/** The header's array of section 6.1 without its last element. */
function additionalData(header: HeaderStart, bodyLength: number): Uint8Array {
  return encodeCbor([
    formatVersion,
    idToBytes(header.channel),
    idToBytes(header.device),
    header.kind,
    header.number,
    header.clockMs,
    header.counter,
    header.after.map(idToBytes),
    bodyLength,
  ]);
}

/** Length of what is sealed: the least of 64 · 2^k that is enough, up to 4,096 bytes (32,768 in lane 3), and for more than that 8,064 (64,512). */
export function paddedLength(lane: Lane, contentBytes: number): number {
  let length = leastBytes;
  while (length < contentBytes) length *= 2;
  return length <= (mostDoubled[lane] ?? 0) ? length : (mostPadded[lane] ?? 0);
}

function pad(kind: number, body: Uint8Array): Uint8Array {
  const writer = createByteWriter(body.length + 8);
  writer.byte(kind);
  writer.varint(body.length);
  writer.bytes(body);
  const content = writer.finish();
  const length = paddedLength(laneOfKind(kind), content.length);
  if (length < content.length) throw new RangeError(`a sealed body of ${body.length} bytes`);
  const padded = new Uint8Array(length);
  padded.set(content);
  return padded;
}

function unpad(plain: Uint8Array): { readonly kind: number; readonly body: Uint8Array } | null {
  const reader = createByteReader(plain);
  const kind = reader.byte();
  const body = reader.bytes(reader.varint());
  const zeros = reader.left();
  if (reader.failed() || !isZero(reader.bytes(zeros))) return null;
  return plain.length === paddedLength(laneOfKind(kind), plain.length - zeros) ? { kind, body } : null;
}
