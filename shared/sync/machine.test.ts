import { expect, it } from 'vitest';
import { createSync, maxBackoffMs, stepSync, type SyncEvent, type SyncState } from './machine.ts';
import { plainAnswer, type ToldHead } from './messages.ts';

const nowMs = 1_000_000;

/** Plays events and gives what was to be done, a line each. */
function play(events: readonly SyncEvent[], first: SyncState = createSync()): { state: SyncState; done: string[] } {
  let state = first;
  const done: string[] = [];
  for (const event of events) {
    const step = stepSync(state, event);
    state = step.state;
    done.push(
      step.effects.map((effect) => (effect.do === 'timer' ? `timer ${effect.atMs - nowMs}` : effect.do)).join(' '),
    );
  }
  return { state, done };
}

const wake: SyncEvent = { what: 'wake', reason: 'start', nowMs };
const answered = (more = {}): SyncEvent => ({ what: 'answered', answer: { ...plainAnswer, ...more }, nowMs });
const stored = (
  hasUnsent = false,
  heads: readonly ToldHead[] = [],
  lacksBodies = false,
  isAnew = false,
): SyncEvent => ({
  what: 'stored',
  hasUnsent,
  heads,
  lacksBodies,
  isAnew,
  nowMs,
});
const failed = (code: string, chance = 1, retryAfterMs: number | null = null): SyncEvent => ({
  what: 'failed',
  code,
  retryAfterMs,
  nowMs,
  chance,
});

it('asks, stores, rests as long as the server says', () => {
  expect(play([wake, answered({ waitSeconds: 45 }), stored()]).done).toEqual(['send', 'store', 'timer 45000']);
});

it('asks on while there is more or something waits', () => {
  expect(play([wake, answered({ more: true }), stored()]).done.at(-1)).toBe('send');
  expect(play([wake, answered(), stored(true)]).done.at(-1)).toBe('send');
  expect(play([wake, answered(), stored(false, [], false, true)]).done.at(-1)).toBe('send');
});

it('does not ask on at once for what the server just would not take', () => {
  const refused = [{ run: 0, storedTo: 0, code: 'not-admitted' }];
  expect(play([wake, answered({ refused }), stored(true)]).done.at(-1)).toBe('timer 30000');
});

it('what is written while a request is under way goes out with the next', () => {
  const wrote: SyncEvent = { what: 'wake', reason: 'wrote', nowMs };
  expect(play([wake, wrote, answered(), stored()]).done).toEqual(['send', '', 'store', 'send']);
});

it('makes a session when there is none, and asks again', () => {
  expect(play([wake, failed('no-session'), { what: 'session', nowMs }, answered(), stored()]).done).toEqual([
    'send',
    'open-session',
    'send',
    'store',
    'timer 30000',
  ]);
});

it('waits longer after each failure, up to five minutes, never giving up', () => {
  const tries = Array.from({ length: 40 }, () => [wake, failed('unreachable')]).flat();
  const waits = play(tries)
    .done.filter((line) => line.startsWith('timer'))
    .map((line) => Number(line.slice(6)));
  expect(waits.slice(0, 4)).toEqual([2000, 4000, 8000, 16_000]);
  expect(waits).toHaveLength(40);
  expect(Math.max(...waits)).toBe(maxBackoffMs);
  expect(play([wake, failed('unreachable', 0)]).done.at(-1)).toBe('timer 1000');
  expect(play([wake, failed('overloaded', 1, 60_000)]).done.at(-1)).toBe('timer 60000');
});

it('a good answer ends the waiting', () => {
  const { state, done } = play([wake, failed('unreachable'), wake, answered(), stored(), wake, failed('unreachable')]);
  expect(done.at(-1)).toBe('timer 2000');
  expect(state.trouble).toBe('unreachable');
});

it('after a change of epoch tells all heads, 500 at a time, and offers what is wanted', () => {
  const heads = Array.from({ length: 700 }, (_, i): ToldHead => ({
    log: `log ${i}`,
    number: 1,
    hash8: '00'.repeat(8),
  }));
  const first = play([wake, answered({ epoch: '0011223344556677' }), stored(false, heads)]);
  expect(first.state.phase).toBe('asking');
  const told = stepSync(play([wake, answered({ epoch: '00' })]).state, stored(false, heads)).effects[0];
  expect(told?.do === 'send' && told.heads.length).toBe(500);
  const wanted = [{ log: 'log 3', after: 0 }];
  const second = play([answered({ wanted })], first.state).state;
  const next = stepSync(second, stored()).effects[0];
  expect(next?.do === 'send' && [next.heads.length, next.offer]).toEqual([200, wanted]);
});

it('an answer that comes when nobody asked changes nothing', () => {
  const { state, done } = play([answered(), stored(), { what: 'session', nowMs }]);
  expect(done).toEqual(['', '', '']);
  expect(state).toEqual(createSync());
});

it('asks for bodies that were left out once nothing else is to be had', () => {
  const bodies = (events: readonly SyncEvent[]) => {
    const { state } = play(events.slice(0, -1));
    return stepSync(state, events.at(-1) as SyncEvent).effects.map((effect) => effect.do === 'send' && effect.bodies);
  };
  expect(bodies([wake])).toEqual([false]);
  expect(bodies([wake, answered({ more: true }), stored(false, [], true)])).toEqual([false]);
  expect(bodies([wake, answered(), stored(true, [], true)])).toEqual([false]);
  expect(bodies([wake, answered(), stored(false, [], true)])).toEqual([true]);
});
