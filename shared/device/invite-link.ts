import { base64urlToBytes, bytesToBase64url, bytesToHex, concatBytes } from '../protocol/bytes.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { idToBytes, type PersonId } from '../protocol/ids.ts';
import { formatVersion } from '../protocol/parameters.ts';

/** What an invitation says by itself, so that it can be shown and taken up without asking anybody. */
export type Invite = {
  readonly person: PersonId;
  /** 16 random bytes; who shows them is a friend without being asked. */
  readonly token: Uint8Array;
  /** As the inviter wrote it; nobody vouches for it until the card has come. */
  readonly name: string;
  readonly kana: string;
  /** Who invites together with that person: each gave out an invitation with the same token. Missing when nobody does; at most `maxInviters` count. */
  readonly others?: readonly PersonId[];
};

/** As many invite together besides the first: a family, a street. Their ids still fit in a QR. */
export const maxInviters = 20;

/**
 * The last part of an invitation's address, behind `/i/`: base64url of a CBOR array of version, person, token, name, reading, and where several invite
 * together the ids of the others in one string of bytes. The token is not kept anywhere but in the link; entries carry its hash (`inviteHash`). A
 * reader that knows nothing of others befriends the first.
 */
export function encodeInvite({ person, token, name, kana, others = [] }: Invite): string {
  const together = others.length > 0 ? [concatBytes(...others.map(idToBytes))] : [];
  return bytesToBase64url(encodeCbor([formatVersion, idToBytes(person), token, name, kana, ...together]));
}

/** The invitation in that part, or null when it is cut off or of a later version. Nothing in it is vouched for. */
export function decodeInvite(text: string): Invite | null {
  const bytes = base64urlToBytes(text);
  const value = bytes.ok ? decodeCbor(bytes.value) : null;
  if (!value?.ok || !Array.isArray(value.value)) return null;
  const [version, person, token, name, kana, together] = value.value;
  if (version !== formatVersion || !isId(person) || !isId(token)) return null;
  if (typeof name !== 'string' || typeof kana !== 'string') return null;
  const others = idsIn(together).filter((id) => id !== bytesToHex(person));
  return { person: bytesToHex(person), token, name, kana, ...(others.length > 0 && { others }) };
}

function idsIn(bytes: unknown): readonly PersonId[] {
  if (!(bytes instanceof Uint8Array) || bytes.length % 16 > 0) return [];
  const count = Math.min(bytes.length / 16, maxInviters);
  const ids = Array.from({ length: count }, (_, i) => bytesToHex(bytes.subarray(16 * i, 16 * i + 16)));
  return [...new Set(ids)];
}

function isId(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 16;
}
