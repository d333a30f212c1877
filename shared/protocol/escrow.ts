import { concatBytes, encodeUtf8 } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import { idToBytes, type PersonId } from './ids.ts';
import { domain, formatVersion } from './parameters.ts';
import { normalizePassphrase } from './passphrase.ts';
import type { SealEngine } from './seal-engine.ts';

/** What sealing under a passphrase needs of a platform. */
export type EscrowEngine = Pick<SealEngine, 'seal' | 'open'> & {
  /** PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2): 32 bytes. Takes a second or so by design. */
  stretch(passphrase: Uint8Array, salt: Uint8Array, rounds: number): Promise<Uint8Array>;
};

/** Rounds of a new escrow; fewer are refused when one is opened, and so are so many that a phone would not come to an end. */
export const escrowRounds = 600_000;
const mostRounds = 10_000_000;

const seedBytes = 16;

/**
 * A recovery seed under a passphrase: CBOR array of version, rounds, salt (16), nonce (12), AES-256-GCM of the seed under the stretched passphrase, with
 * "tayori/1 escrow" ‖ person id ‖ CBOR array of version, rounds and salt as additional data. `random` gives salt and nonce.
 */
export async function sealEscrow(
  engine: EscrowEngine,
  seed: Uint8Array,
  passphrase: string,
  person: PersonId,
  random: (count: number) => Uint8Array,
  rounds = escrowRounds,
): Promise<Uint8Array<ArrayBuffer>> {
  const [salt, nonce] = [random(16), random(12)];
  const key = await engine.stretch(encodeUtf8(normalizePassphrase(passphrase)), salt, rounds);
  const ciphertext = await engine.seal(key, nonce, additionalOf(person, rounds, salt), seed);
  return encodeCbor([formatVersion, rounds, salt, nonce, ciphertext]);
}

/** The seed in an escrow, `wrong` for another passphrase or person, `unreadable` for bytes that are none, or whose rounds are too few to be trusted or too many. */
export async function openEscrow(
  engine: EscrowEngine,
  bytes: Uint8Array,
  passphrase: string,
  person: PersonId,
): Promise<Uint8Array | 'wrong' | 'unreadable'> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return 'unreadable';
  const [version, rounds, salt, nonce, ciphertext] = decoded.value;
  if (version !== formatVersion || typeof rounds !== 'number') return 'unreadable';
  if (rounds < escrowRounds || rounds > mostRounds) return 'unreadable';
  if (!isBytes(salt, 16) || !isBytes(nonce, 12) || !isBytes(ciphertext, seedBytes + 16)) return 'unreadable';
  const key = await engine.stretch(encodeUtf8(normalizePassphrase(passphrase)), salt, rounds);
  return (await engine.open(key, nonce, additionalOf(person, rounds, salt), ciphertext)) ?? 'wrong';
}

// Whose it is and how it was made: nobody can hand out another's, or one with fewer rounds.
function additionalOf(person: PersonId, rounds: number, salt: Uint8Array): Uint8Array {
  return concatBytes(encodeUtf8(domain.escrow), idToBytes(person), encodeCbor([formatVersion, rounds, salt]));
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}
