import { base64urlToBytes, bytesToBase64url, bytesToHex } from '../protocol/bytes.ts';
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
};

/**
 * The last part of an invitation's address, behind `/i/`: base64url of a CBOR array of version, person, token, name, reading. The token is not kept
 * anywhere but in the link; entries carry its hash (`inviteHash`).
 */
export function encodeInvite({ person, token, name, kana }: Invite): string {
  return bytesToBase64url(encodeCbor([formatVersion, idToBytes(person), token, name, kana]));
}

/** The invitation in that part, or null when it is cut off or of a later version. Nothing in it is vouched for. */
export function decodeInvite(text: string): Invite | null {
  const bytes = base64urlToBytes(text);
  const value = bytes.ok ? decodeCbor(bytes.value) : null;
  if (!value?.ok || !Array.isArray(value.value)) return null;
  const [version, person, token, name, kana] = value.value;
  if (version !== formatVersion || !isId(person) || !isId(token)) return null;
  if (typeof name !== 'string' || typeof kana !== 'string') return null;
  return { person: bytesToHex(person), token, name, kana };
}

function isId(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 16;
}
