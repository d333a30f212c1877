import type { SavedCursor } from '../../shared/host/returned-cursors.ts';
import type { Head } from '../../shared/log/append.ts';
import type { CommitMessage } from './commit-message.ts';
import type { DataFolder } from './data-folder.ts';
import type { NewestRows } from './newest-rows.ts';
import type { WriteFailure } from './write-failure.ts';
import type { WriterOptions } from './open-writer.ts';

/** What the writer thread is started with. */
export type WriterStart = { readonly paths: DataFolder; readonly options: WriterOptions };

/** What it is told. */
export type ToWriter =
  | { readonly kind: 'commits'; readonly id: number; readonly message: CommitMessage }
  | { readonly kind: 'call'; readonly id: number; readonly call: SideCall }
  | { readonly kind: 'close' };

/** Small things beside the log: handles, when phones were in contact, with which cursor they came back, who is known, and seeds under passphrases. */
export type SideCall =
  | { readonly name: 'claim-handle'; readonly handle: string; readonly person: string }
  | { readonly name: 'find-handle'; readonly handle: string }
  | { readonly name: 'handle-of'; readonly person: string }
  | { readonly name: 'save-contacts'; readonly contacts: readonly (readonly [person: string, hour: number])[] }
  | { readonly name: 'load-contacts' }
  | { readonly name: 'save-cursors'; readonly cursors: readonly SavedCursor[] }
  | { readonly name: 'load-cursors'; readonly epoch: string }
  | { readonly name: 'load-known' }
  | { readonly name: 'save-known'; readonly person: string; readonly by: string; readonly atMs: number }
  | { readonly name: 'put-escrow'; readonly person: string; readonly sealed: Uint8Array }
  | { readonly name: 'drop-escrow'; readonly person: string }
  | { readonly name: 'find-escrow'; readonly person: string }
  | { readonly name: 'use-code'; readonly codeId: string; readonly person: string; readonly atMs: number };

/** What it says. */
export type FromWriter =
  | {
      readonly kind: 'ready';
      readonly epoch: string;
      readonly newEpochBecause: string | null;
      readonly arrivals: readonly number[];
      readonly newest: NewestRows;
    }
  | { readonly kind: 'not-opened'; readonly detail: string }
  | { readonly kind: 'written'; readonly id: number; readonly results: WrittenMessage }
  | { readonly kind: 'answer'; readonly id: number; readonly value: SideAnswer }
  | { readonly kind: 'closed' };

/** The answer to a side call. */
export type SideAnswer = WriteFailure | { readonly code: 'ok'; readonly value: unknown };

/** Outcomes of the commits of one message, flat. */
export type WrittenMessage = {
  /** Null for each commit that was written. */
  readonly failures: readonly (WriteFailure | null)[];
  /** Segments of written commits in order: arrival, and 0 for one that was there already, 1 for a plain one, 2 for one with an entry in `heads`. */
  readonly segments: Float64Array<ArrayBuffer>;
  readonly heads: readonly (readonly Head[])[];
  /** Shard and arrival of segments whose blobs changed. */
  readonly changed: readonly (readonly [shard: number, arrival: number])[];
};
