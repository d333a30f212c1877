import { concatBytes } from './bytes.ts';
import type { ChannelId, DeviceId } from './ids.ts';
import type { Lane } from './parameters.ts';

/**
 * One run with the parts of its entries side by side, as batches and stores hold it: what is alike stands together, so it compresses
 * well, and two runs of one log are joined without looking into an entry. The specification has the layout under "Batch".
 */
export type RunColumns = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  readonly from: number;
  readonly count: number;
  /** H(from − 1), or null where the reader has it: the run starts at 1 or continues the reader's head. */
  readonly base: Uint8Array | null;
  /**
   * In rising order of numbers; the last is that of the last entry, except in an older page, whose end is the base of a run that the
   * reader has.
   */
  readonly signatures: readonly SignedPoint[];
  /** Clock of each entry in milliseconds. */
  readonly clocks: readonly number[];
  readonly numbers: Uint8Array;
  /**
   * Of each entry: kind byte, shape byte, and what remains of its `after` and body when values are taken out. Few differ, so a batch names them by
   * number.
   */
  readonly structures: readonly Uint8Array[];
  readonly bytes: Uint8Array;
  readonly references: Uint8Array;
  readonly texts: Uint8Array;
};

/** The signature of one entry of a run. */
export type SignedPoint = { readonly number: number; readonly signature: Uint8Array };

/** Bits of a shape byte. No bit: no counter, nothing in `after`, a body of deterministic CBOR. */
export const shape = {
  /** A counter other than 0 stands in `numbers`. */
  counter: 1,
  /** `after` is not empty and stands before the body in its structure. */
  after: 2,
  /** No body: its length stands in `numbers`, its hash in `bytes`. */
  absent: 4,
  /** With `absent`: erased; without it: withheld. */
  erased: 8,
  /** The body is not deterministic CBOR: its length stands in `numbers`, it itself in `bytes`. */
  rawBody: 16,
  /** The header has more than the ten elements: its length stands in `numbers`, it itself in `bytes`. */
  rawHeader: 32,
} as const;

/** In a structure: a 16-byte string given as a place in this batch (index of its run, entries from that run's first). */
export const idReference = 0xc0;
/** In a structure: a 32-byte string given as a place in this batch. */
export const hashReference = 0xc1;

/**
 * The runs in `parts` as one; each must be of the same log and begin where the one before ends, else this throws. Of the signatures all
 * are kept, or only the last. None may hold references, since places change.
 */
export function joinColumns(parts: readonly RunColumns[], keep: 'all' | 'last'): RunColumns {
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('nothing to join');
  if (parts.length === 1) return keep === 'all' ? first : { ...first, signatures: first.signatures.slice(-1) };
  let next = first.from;
  for (const part of parts) {
    if (part.from !== next || part.references.length > 0) throw new RangeError('runs do not follow one another');
    next += part.count;
  }
  return {
    ...first,
    count: next - first.from,
    signatures: keep === 'all' ? parts.flatMap((part) => part.signatures) : last.signatures.slice(-1),
    clocks: parts.flatMap((part) => part.clocks),
    numbers: concatBytes(...parts.map((part) => part.numbers)),
    structures: parts.flatMap((part) => part.structures),
    bytes: concatBytes(...parts.map((part) => part.bytes)),
    texts: concatBytes(...parts.map((part) => part.texts)),
  };
}
