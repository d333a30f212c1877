import type { Head } from '../../shared/log/append.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { StoredSegment } from '../../shared/sync/store.ts';
import type { BoundedQuery } from './read-segments.ts';

/** A log by name. */
export type LogName = { readonly channel: string; readonly device: string; readonly lane: Lane };

/** What a reader thread is asked. */
export type ReadCall =
  | { readonly name: 'read'; readonly query: BoundedQuery }
  | { readonly name: 'log'; readonly log: LogName; readonly from: number; readonly to: number }
  | { readonly name: 'heads'; readonly log: LogName }
  | { readonly name: 'life'; readonly shard: number; readonly after: number; readonly limit: number }
  | { readonly name: 'lent'; readonly devices: readonly string[] };

/** Segments that were read, flat: cloning an object a row costs more than reading it. */
export type PackedRows = {
  /** Index of the channel in the query, arrival, from, to, size; row after row. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** 16 bytes of device, 8 of the hash, the blob; row after row. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly downTo: number;
};

/** What it answers, in the same form as the call. */
export type ReadAnswer =
  | { readonly name: 'read'; readonly packed: PackedRows }
  | { readonly name: 'segments'; readonly segments: readonly StoredSegment[] }
  | { readonly name: 'heads'; readonly heads: readonly Head[] };

/** Calls of one turn of the event loop travel together. */
export type ToReader = readonly { readonly id: number; readonly call: ReadCall }[];
/** Answers, in order; a string says what went wrong. */
export type FromReader = readonly { readonly id: number; readonly answer: ReadAnswer | string }[];
