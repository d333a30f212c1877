import { concatBytes, encodeUtf8 } from '../protocol/bytes.ts';
import { sha256 } from '../protocol/hash.ts';
import { encapsulatedBytes, openSealed, sealTo, tagBytes } from '../protocol/hpke.ts';
import { idToBytes, type ChannelId, type DeviceId } from '../protocol/ids.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { domain } from '../protocol/parameters.ts';
import type { AgreementKey, SealEngine } from '../protocol/seal-engine.ts';

/** To whom a key is given: a device by its id, or a person's archive by `archiveId`. */
export type Recipient = { readonly id: string; readonly publicKey: Uint8Array };

const keyBytes = 32;
const idBytes = 16;
const recipientBytes = idBytes + encapsulatedBytes + keyBytes + tagBytes;

const nobody = new Uint8Array(32);
const noKey = new Uint8Array(encapsulatedBytes);
const noCiphertext = new Uint8Array(keyBytes + tagBytes);

/** Greatest number of recipients that one entry has room for. */
export const maxRecipients = Math.floor(8000 / recipientBytes);

/** The id under which keys are given to the archive key of a person: SHA-256("tayori/1 archive" ‖ public key)[0..16), as hex. */
export function archiveId(publicKey: Uint8Array): string {
  return bytesToHex(sha256(concatBytes(encodeUtf8(domain.archive), publicKey)).subarray(0, idBytes));
}

/**
 * Who stands among recipients for a device that was cut off, with a key to which nothing can be sealed: SHA-256("tayori/1 gone" ‖ device id)[0..16), as hex. So a key from
 * before the cut, which that device may have been given or passed since, is not taken for one that was given to the same as now.
 */
export function goneRecipient(device: DeviceId): Recipient {
  const id = bytesToHex(sha256(concatBytes(encodeUtf8(domain.gone), idToBytes(device))).subarray(0, idBytes));
  return { id, publicKey: nobody };
}

/**
 * The `recipients` of a `conv.key`: for each, in order of ids, id ‖ encapsulated key ‖ `key` sealed by HPKE with info "tayori/1 key" ‖ channel ‖ id and nothing
 * additional. For a
 * public key of small order zeros stand there: everybody could read what is sealed to it. Throws for more than `maxRecipients`.
 */
export async function giveKey(
  engine: SealEngine,
  channel: ChannelId,
  key: Uint8Array,
  recipients: readonly Recipient[],
): Promise<Uint8Array> {
  if (recipients.length > maxRecipients) throw new RangeError(`a key for more than ${maxRecipients}`);
  const parts: Uint8Array[] = [];
  for (const { id, publicKey } of [...recipients].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const sealed = await sealTo(engine, publicKey, infoFor(channel, id), new Uint8Array(), key);
    parts.push(idToBytes(id), sealed?.encapsulated ?? noKey, sealed?.ciphertext ?? noCiphertext);
  }
  return concatBytes(...parts);
}

/** Ids of those to whom a key was given, in the order in which they stand. */
export function recipientsIn(bytes: Uint8Array): readonly string[] {
  const ids: string[] = [];
  for (let at = 0; at + recipientBytes <= bytes.length; at += recipientBytes) {
    ids.push(bytesToHex(bytes.subarray(at, at + idBytes)));
  }
  return ids;
}

/** The key that was given to `id`, or null when it is not among the recipients or what stands there is not for `own`. */
export async function takeKey(
  engine: SealEngine,
  channel: ChannelId,
  bytes: Uint8Array,
  id: string,
  own: AgreementKey,
): Promise<Uint8Array | null> {
  const place = recipientsIn(bytes).indexOf(id);
  if (place < 0) return null;
  const at = place * recipientBytes + idBytes;
  const encapsulated = bytes.subarray(at, at + encapsulatedBytes);
  const ciphertext = bytes.subarray(at + encapsulatedBytes, at + recipientBytes - idBytes);
  const sealed = { encapsulated, ciphertext };
  const key = await openSealed(engine, own, sealed, infoFor(channel, id), new Uint8Array());
  return key?.length === keyBytes ? key : null;
}

function infoFor(channel: ChannelId, id: string): Uint8Array {
  return concatBytes(encodeUtf8(domain.conversationKey), idToBytes(channel), idToBytes(id));
}
