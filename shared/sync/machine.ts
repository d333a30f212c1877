import type { ToldHead, SyncAnswer } from './messages.ts';
import { defaultBudget, maxToldHeads } from './messages.ts';

/** Why the device thinks of syncing. */
export type WakeReason = 'start' | 'online' | 'visible' | 'pushed' | 'wrote' | 'tapped' | 'timer';

/** What happened. `nowMs` is the device's own clock; `chance` a fresh random number from 0 to 1. */
export type SyncEvent =
  | { readonly what: 'wake'; readonly reason: WakeReason; readonly nowMs: number }
  | { readonly what: 'session'; readonly nowMs: number }
  | { readonly what: 'answered'; readonly answer: SyncAnswer; readonly nowMs: number }
  | {
      readonly what: 'stored';
      readonly hasUnsent: boolean;
      readonly heads: readonly ToldHead[];
      /** Bodies are lacking that were not asked for in vain. */
      readonly lacksBodies: boolean;
      /** The device forgot its cursor, because something came that it could not verify. */
      readonly isAnew: boolean;
      readonly nowMs: number;
    }
  | {
      readonly what: 'failed';
      /** A code of the catalogue, or `unreachable` when no answer came, or `storage` when this device could not store it. */
      readonly code: string;
      readonly retryAfterMs: number | null;
      readonly nowMs: number;
      readonly chance: number;
    };

/** What the driver shall do. Effects are done in order; each ends in an event, but for `tell` and `timer`. */
export type SyncEffect =
  /** Make a session by the device's signature, then report `session` or `failed`. */
  | { readonly do: 'open-session' }
  /**
   * Send the cursor, as much of the outbox as fits (life first), and these heads; report `answered` or `failed`. `offer` names logs of which
   * the server lacks entries, sent before the outbox, with their bases. With `bodies` those are asked for that are lacking.
   */
  | {
      readonly do: 'send';
      readonly budget: number;
      readonly lanes: number;
      readonly heads: readonly ToldHead[];
      readonly offer: SyncAnswer['wanted'];
      readonly bodies: boolean;
    }
  /**
   * In one transaction: store the entries, mark what the server took and what it refused, drop what `closed` names, keep the cursor; report
   * `stored` (with the heads of all logs held, when `withHeads`) or `failed`.
   */
  | { readonly do: 'store'; readonly answer: SyncAnswer; readonly withHeads: boolean }
  /** Report a `wake` by timer at that time; replaces an earlier timer. */
  | { readonly do: 'timer'; readonly atMs: number };

/** Where the conversation stands. Not stored: a device that starts anew begins with `createSync`. */
export type SyncState = {
  readonly phase: 'resting' | 'session' | 'asking' | 'storing';
  /** Something was written or announced while a request was under way. */
  readonly again: boolean;
  /** Failures in a row. */
  readonly failures: number;
  /** When the last answer came; null before the first. */
  readonly contactMs: number | null;
  /** Code of the last failure, null after a good answer. */
  readonly trouble: string | null;
  /** Heads still to be told after a change of epoch. */
  readonly heads: readonly ToldHead[];
  /** What the server asked for of the heads told. */
  readonly offer: SyncAnswer['wanted'];
  readonly answer: SyncAnswer | null;
  readonly budget: number;
  readonly lanes: number;
};

/** Longest time between two tries, in milliseconds. */
export const maxBackoffMs = 5 * 60_000;
const firstBackoffMs = 2_000;

/** The state of a device that has not asked yet. `lanes` 1 asks for life only, as on a thin or dear line. */
export function createSync(budget = defaultBudget, lanes = 15): SyncState {
  const nothing = { contactMs: null, trouble: null, heads: [], offer: [], answer: null };
  return { phase: 'resting', again: false, failures: 0, ...nothing, budget, lanes };
}

/**
 * The next state and what to do. Pure: the same events give the same effects, in a browser, a command line or a simulation. Every step may be
 * repeated and every answer lost: a request is built anew from what is stored each time.
 */
export function stepSync(state: SyncState, event: SyncEvent): { state: SyncState; effects: readonly SyncEffect[] } {
  switch (event.what) {
    case 'wake':
      if (state.phase !== 'resting')
        return { state: { ...state, again: state.again || event.reason !== 'timer' }, effects: [] };
      return ask({ ...state, again: false });
    case 'session':
      return state.phase === 'session' ? ask({ ...state, phase: 'resting' }) : { state, effects: [] };
    case 'answered':
      return state.phase === 'asking' ? keep(state, event.answer, event.nowMs) : { state, effects: [] };
    case 'stored':
      return state.phase === 'storing' ? goOn(state, event) : { state, effects: [] };
    case 'failed':
      return fail(state, event.code, event.retryAfterMs, event.nowMs, event.chance);
  }
}

function ask(state: SyncState, bodies = false): { state: SyncState; effects: readonly SyncEffect[] } {
  const { budget, lanes, offer } = state;
  const heads = state.heads.slice(0, maxToldHeads);
  return { state: { ...state, phase: 'asking' }, effects: [{ do: 'send', budget, lanes, heads, offer, bodies }] };
}

function keep(state: SyncState, answer: SyncAnswer, nowMs: number) {
  // A new epoch: the server may have lost what it once acknowledged, so everything held here is compared.
  const withHeads = answer.epoch !== null;
  const next: SyncState = {
    ...state,
    phase: 'storing',
    contactMs: nowMs,
    failures: 0,
    trouble: null,
    heads: state.heads.slice(maxToldHeads),
    offer: answer.wanted,
    answer,
  };
  return { state: next, effects: [{ do: 'store', answer, withHeads }] as const };
}

function goOn(
  state: SyncState,
  { hasUnsent, heads: told, lacksBodies, isAnew, nowMs }: Extract<SyncEvent, { what: 'stored' }>,
) {
  const heads = told.length > 0 ? told : state.heads;
  const { answer } = state;
  const isStuck = answer !== null && answer.refused.length > 0 && !state.again;
  const goes =
    state.again ||
    isAnew ||
    answer?.more === true ||
    heads.length > 0 ||
    state.offer.length > 0 ||
    (hasUnsent && !isStuck);
  const rested: SyncState = { ...state, phase: 'resting', again: false, heads, answer: null };
  // What was left out comes last, when nothing new is to be had.
  if (goes || lacksBodies) return ask(rested, !goes);
  const waitMs = Math.min((answer?.waitSeconds ?? 30) * 1000, maxBackoffMs);
  return { state: rested, effects: [{ do: 'timer', atMs: nowMs + waitMs }] as const };
}

function fail(state: SyncState, code: string, retryAfterMs: number | null, nowMs: number, chance: number) {
  if ((code === 'no-session' || code === 'bad-session') && state.phase === 'asking') {
    return { state: { ...state, phase: 'session' as const }, effects: [{ do: 'open-session' }] as const };
  }
  const failures = state.failures + 1;
  // Full jitter between half and the whole of a doubling time, so that phones that lost one server do not come back as one.
  const backoffMs = Math.min(maxBackoffMs, firstBackoffMs * 2 ** Math.min(failures - 1, 10)) * (0.5 + chance / 2);
  const atMs = nowMs + Math.max(backoffMs, retryAfterMs ?? 0);
  const next: SyncState = { ...state, phase: 'resting', again: false, failures, trouble: code, answer: null };
  return { state: next, effects: [{ do: 'timer', atMs }] as const };
}
