/** What the sender of something refused should do with it. */
export type RetryAdvice =
  /** Sending again changes nothing: the text is kept and shown with the reason. */
  | 'never'
  /** Send again after the time that the answer names. */
  | 'later'
  /** Send again after doing what the code says (a new session, a certificate, earlier entries). */
  | 'after-repair';

/** One entry of the catalogue. */
export type ErrorKind = {
  readonly status: number;
  readonly retry: RetryAdvice;
  /** Key of the words in the catalogues of the screens. */
  readonly words: string;
};

/**
 * Every code that crosses a border of this system, on the wire always as `{ error: { code, detail? } }` or as the code of one run. One
 * meaning each; `detail` is for developers and holds nothing personal.
 */
export const errors = {
  'bad-message': { status: 400, retry: 'never', words: 'error.program' },
  'bad-batch': { status: 400, retry: 'never', words: 'error.program' },
  'bad-entry': { status: 400, retry: 'never', words: 'error.program' },
  'bad-signature': { status: 400, retry: 'never', words: 'error.program' },
  'bad-certificate': { status: 400, retry: 'never', words: 'error.program' },
  'bad-body': { status: 400, retry: 'never', words: 'error.body' },
  'too-large': { status: 413, retry: 'never', words: 'error.tooLarge' },
  gap: { status: 409, retry: 'after-repair', words: 'error.waiting' },
  /** A body is left out whose erasure is not known: somebody must bring it, or the erasure. */
  'no-body': { status: 409, retry: 'later', words: 'error.waiting' },
  'unknown-device': { status: 401, retry: 'after-repair', words: 'error.waiting' },
  'no-session': { status: 401, retry: 'after-repair', words: 'error.waiting' },
  'bad-session': { status: 401, retry: 'after-repair', words: 'error.waiting' },
  /** Stored, but beside another branch of the same log: the device goes on as a new one. */
  forked: { status: 409, retry: 'after-repair', words: 'error.waiting' },
  /** Another root speaks for the person now: somebody moved on with the recovery words. */
  replaced: { status: 403, retry: 'never', words: 'error.revoked' },
  revoked: { status: 403, retry: 'never', words: 'error.revoked' },
  'not-permitted': { status: 403, retry: 'later', words: 'error.notPermitted' },
  'not-admitted': { status: 429, retry: 'later', words: 'error.busy' },
  overloaded: { status: 503, retry: 'later', words: 'error.busy' },
  'no-space': { status: 507, retry: 'later', words: 'error.serverFull' },
  'store-failed': { status: 500, retry: 'later', words: 'error.server' },
  'not-found': { status: 404, retry: 'never', words: 'error.notFound' },
  /** They left for good. */
  'person-ended': { status: 410, retry: 'never', words: 'error.notFound' },
  'handle-taken': { status: 409, retry: 'never', words: 'error.handleTaken' },
  'bad-handle': { status: 400, retry: 'never', words: 'error.badHandle' },
  'handover-taken': { status: 409, retry: 'never', words: 'error.program' },
  /** Not the address of a push service. */
  'bad-endpoint': { status: 400, retry: 'never', words: 'error.program' },
  internal: { status: 500, retry: 'later', words: 'error.server' },
} as const satisfies Readonly<Record<string, ErrorKind>>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errors;

/** Whether `code` is in this version's catalogue; an unknown one from a later server is treated as `internal`. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errors, code);
}
