import { expect, it } from 'vitest';
import { maxLeadMs, noClock, tick, witness } from './hybrid-clock.ts';

const now = 1_700_000_000_000;

it('entries of one millisecond are told apart by the counter', () => {
  const first = tick(noClock, now);
  const second = tick(first, now);
  expect([first, second, tick(second, now + 1)]).toEqual([
    { ms: now, counter: 0 },
    { ms: now, counter: 1 },
    { ms: now + 1, counter: 0 },
  ]);
});

it('an entry dated 2099 moves no clock by more than five minutes', () => {
  const moved = witness({ ms: now, counter: 3 }, 4_070_908_800_000, now);
  expect(moved).toEqual({ ms: now + maxLeadMs, counter: 0 });
  expect(tick(moved, now + 1000)).toEqual({ ms: now + maxLeadMs, counter: 1 });
});

it('an entry dated 1970 moves no clock', () => {
  const last = { ms: now, counter: 3 };
  expect(witness(last, 0, now)).toEqual(last);
});

it('a clock that was years ahead and is set right counts as it is', () => {
  const ahead = tick(noClock, now + 3 * 365 * 86_400_000);
  expect(tick(ahead, now)).toEqual({ ms: now, counter: 0 });
});
