import { concatBytes, decodeUtf8, encodeUtf8 } from './protocol/bytes.ts';
import { decodeCbor } from './protocol/cbor-decode.ts';
import { encodeCbor } from './protocol/cbor-encode.ts';
import { idToBytes, type DeviceId } from './protocol/ids.ts';
import { domain, maxBatchBytes } from './protocol/parameters.ts';
import { err, ok, type Result } from './protocol/result.ts';

/**
 * What a client and a server agree on beside the bytes of `shared/sync/messages.ts`. All paths are of one origin, the page's own. Everything
 * refused is answered with the status of its code in `shared/errors.ts` and `{ error: { code, detail? } }` as JSON; where waiting helps, Retry-After says
 * for how many seconds.
 */
export const paths = {
  /**
   * POST a sync request, 200 with the answer. Needs a session. Sent again after a lost answer it changes nothing. Answers may come in brotli or
   * gzip; requests do not.
   */
  sync: '/sync',
  /**
   * POST a sync request that brings nothing, 200 with answer after answer as long as there is more, each behind its length as a varint, in one
   * stream that is flushed after each: what one page taught the compressor serves the next. Needs a session. Broken off, the reader asks on from the last
   * cursor that it kept.
   */
  pages: '/pages',
  /** GET a challenge; POST the proof of a device, 204 with the cookie of a session. Each challenge is good once, for five minutes. */
  session: '/session',
  /**
   * GET server-sent events. Needs a session. A message of any content says that something is new, at most once a second, and at once where it came between
   * the last answer and this line; a comment every half minute says that the line is alive. The client then syncs.
   */
  events: '/events',
  /** Followed by /NAME. GET `{ person }` of a handle, limited a person; PUT claims it for the session's person, for ever: 204, the second time too. */
  handle: '/handle',
  /**
   * Followed by /CODE. PUT uses an operator's code, 22 characters of A–Z, a–z, 0–9, - and _, and the session's person is known from then on: 204, the
   * second time too. Each code serves one person; ten tries an hour a person. There is nothing to do offline: the code keeps.
   */
  code: '/code',
  /**
   * Followed by /ID, 32 hex digits. PUT leaves a sealed handover (`shared/protocol/handover.ts`) for the device that shows that id: at most 8 KB, for 15
   * minutes, 204; needs a session, limited a person; the same person's second one takes the place of the first. GET gives it to whoever knows the id, without a session, or
   * `not-found`; DELETE takes it away, 204. The server learns its size, and who left it.
   */
  handover: '/handover',
  /**
   * Where this device wants to be called when something is new and no app is open (Web Push, RFC 8030). GET `{ key, endpoint }`: the server's VAPID key in base64url, and the
   * address that it knows of this device or null. PUT the address as the body, 204, limited a person; DELETE forgets it, 204. All need a session. What is sent there is empty.
   */
  push: '/push',
  /**
   * POST the proof of a recovery key over a challenge of `session` (shared/sync/restore.ts), 200 with what is known of the person: rotations, and where the
   * logs of their devices end. `not-found` for a key that nobody has, `person-ended` for one who left; 300 tries an hour an address, `not-admitted` after
   * that. Nothing changes by it, so it may be sent again with another challenge.
   */
  restore: '/restore-person',
  /**
   * A seed under a passphrase (shared/protocol/escrow.ts). With a session: PUT puts one in the place of the one before, at most `maxEscrowBytes`, 204; DELETE takes it away, 204,
   * the second time too; GET 204 when there is one, else `not-found`. Without one: GET /ID, a person id or a handle, 200 with person id ‖ bytes; 20 tries an hour an
   * address, and 20 a person from everywhere.
   */
  escrow: '/escrow',
  /** GET, 204 while the server can store what it is sent, else 503. */
  health: '/health',
} as const;

/**
 * Whether `path` is the address of a screen of the app: a page opened there gets the app itself, from the server or from what the device keeps.
 * Every other path that nothing is found under is `not-found`.
 */
export function isScreenPath(path: string): boolean {
  return /^\/(@\w{3,20}|(safety|friends|voice|i)(\/[\w.~-]+)?|safety\/[\w-]+\/(say|friend)|messages(\/(new\/[\w-]+|[\w-]+(\/members)?))?|outbox|join|me(\/(audience|leave|devices|words))?|restore|help|status(\/share)?|write|check-in|where)?\/?$/.test(
    path,
  );
}

/** Name of the session's cookie. One letter, because it travels with every request. */
export const sessionCookie = 't';
/**
 * Readable by the page, for some minutes: the page came from the server to a browser that has a session. It outlives what a browser throws away of a page's
 * own storage, so that a person whose keys are gone is not taken for a new one.
 */
export const hereCookie = 'here';

/** Greatest size of a sync request in bytes: a batch, and room for cursor and heads. */
export const maxRequestBytes = maxBatchBytes + 65_536;

/** Greatest size of a proof in bytes: eight rotations of a person with many logs, and the certificate. */
export const maxProofBytes = 72 * 1024;

/** Greatest size of a seed under a passphrase, in bytes. */
export const maxEscrowBytes = 256;

/** How often in an hour one address may ask for a person by recovery key, and one address, or all of them for one person, for an escrow. */
export const restoreLimits = { findsPerHour: 300, escrowsPerHour: 20 } as const;

/** Whether `text` may be a handle: 3 to 20 of a–z, 0–9 and _. */
export function isHandle(text: string): boolean {
  return /^[a-z0-9_]{3,20}$/.test(text);
}

/** How long a handover is kept, and how many one person may leave in an hour. */
export const handoverLimits = { keptMs: 15 * 60_000, perHour: 30 } as const;

/** How often in an hour one person may look handles up, and try to claim one. */
export const handleLimits = { looksPerHour: 60, claimsPerHour: 10 } as const;

/** What a server gives a device to sign. */
export type Challenge = {
  /** The server's Ed25519 key, 32 bytes. A client that has met the server before refuses another one. */
  readonly serverKey: Uint8Array;
  /** 40 bytes. */
  readonly nonce: Uint8Array;
};

/** What a device shows to open a session. */
export type Proof = {
  readonly nonce: Uint8Array;
  /** The origin that the device believes to talk to, as in the address bar: `https://tayori.example`. */
  readonly origin: string;
  /** Its certificate with the signature behind; a server that knows the device looks at nothing but its id. */
  readonly certificate: Uint8Array;
  /** Rotations (fields ‖ signature) that the certificate needs. At most 8. */
  readonly rotations: readonly Uint8Array[];
  /** Over `sessionSignedBytes`, 64 bytes. */
  readonly signature: Uint8Array;
};

/** Why bytes are no challenge or proof. */
export type ApiError = { readonly code: 'bad-message' };

/** The server's key, then the nonce. */
export function encodeChallenge({ serverKey, nonce }: Challenge): Uint8Array<ArrayBuffer> {
  return concatBytes(serverKey, nonce);
}

/** The challenge in `bytes`. */
export function decodeChallenge(bytes: Uint8Array): Result<Challenge, ApiError> {
  if (bytes.length !== 72) return err({ code: 'bad-message' });
  return ok({ serverKey: bytes.subarray(0, 32), nonce: bytes.subarray(32) });
}

/** CBOR array of nonce, origin, certificate, rotations, signature. */
export function encodeProof(proof: Proof): Uint8Array<ArrayBuffer> {
  const { nonce, origin, certificate, rotations, signature } = proof;
  return encodeCbor([nonce, origin, certificate, [...rotations], signature]);
}

/** The proof in `bytes`; nothing in it is checked yet. */
export function decodeProof(bytes: Uint8Array): Result<Proof, ApiError> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok || !Array.isArray(decoded.value)) return err({ code: 'bad-message' });
  const [nonce, origin, certificate, rotations, signature] = decoded.value;
  if (!isBytes(nonce) || typeof origin !== 'string' || !isBytes(certificate) || !isBytes(signature))
    return err({ code: 'bad-message' });
  if (!Array.isArray(rotations) || rotations.length > 8 || !rotations.every(isBytes))
    return err({ code: 'bad-message' });
  return ok({ nonce, origin, certificate, rotations, signature });
}

/**
 * What a device signs to open a session: "tayori/1 session" ‖ server key ‖ nonce ‖ device ‖ origin. It names server and origin, so that who
 * gets the signature can use it nowhere else.
 */
export function sessionSignedBytes(
  { serverKey, nonce }: Challenge,
  device: DeviceId,
  origin: string,
): Uint8Array<ArrayBuffer> {
  return concatBytes(encodeUtf8(domain.session), serverKey, nonce, idToBytes(device), encodeUtf8(origin));
}

/** The code in the body of a refusal; `internal` when it is something else, as from a proxy. */
export function decodeRefusal(body: Uint8Array): string {
  const text = decodeUtf8(body);
  try {
    const parsed: unknown = JSON.parse(text.ok ? text.value : '');
    const { code } = (parsed as { error: { code: unknown } }).error;
    return typeof code === 'string' ? code : 'internal';
  } catch {
    return 'internal';
  }
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
