/** The format version that this code writes: the first element of a header and the first byte of a batch. */
export const formatVersion = 1;

/** Priority class of an entry: 0 life, 1 direct, 2 social, 3 bulk. Travels in this order, at every hop and within any byte budget. */
export type Lane = 0 | 1 | 2 | 3;

/** All lanes, first to travel first. */
export const lanes: readonly Lane[] = [0, 1, 2, 3];

/**
 * The lane of a kind number from 0 to 255: its top two bits, so it is known even for kinds that this version does not know
 * (00–3F life, 40–7F direct, 80–BF social, C0–FF bulk).
 */
export function laneOfKind(kind: number): Lane {
  return ((kind >> 6) & 3) as Lane;
}

/** Greatest size of an encoded header in bytes. */
export const maxHeaderBytes = 256;

/** Greatest size of a body in bytes, by lane. */
export const maxBodyBytes: readonly number[] = [8192, 8192, 8192, 65536];

/** Greatest number of entries named in a header's `after`. */
export const maxAfter = 4;

/** Every run that is uploaded or stored carries a signature at least every so many entries. */
export const maxUnsignedEntries = 32;

/** Clocks are milliseconds since 1970-01-01 UTC, below this bound (the year 10889). */
export const clockLimitMs = 2 ** 48;

/** Entry numbers are from 1 up to and below this bound. */
export const numberLimit = 2 ** 32;

/** Greatest size of one batch in bytes, before compression. A sender cuts between runs. */
export const maxBatchBytes = 4 * 1024 * 1024;

/** Greatest number of entries of one batch. */
export const maxBatchEntries = 20_000;

/** What each hash and each signature begins with (UTF-8, no terminator), so that no bytes mean two things. */
export const domain = {
  person: 'tayori/1 person',
  device: 'tayori/1 device',
  log: 'tayori/1 log',
  entry: 'tayori/1 entry',
  certificate: 'tayori/1 certificate',
  rotation: 'tayori/1 rotation',
  cut: 'tayori/1 cut',
  revocation: 'tayori/1 revocation',
  session: 'tayori/1 session',
  invite: 'tayori/1 invite',
  archive: 'tayori/1 archive',
  recovery: 'tayori/1 recovery',
  restore: 'tayori/1 restore',
  escrow: 'tayori/1 escrow',
  conversationKey: 'tayori/1 key',
  pair: 'tayori/1 pair',
  group: 'tayori/1 group',
  handover: 'tayori/1 handover',
  gone: 'tayori/1 gone',
} as const;
