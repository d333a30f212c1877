import { expect, it } from 'vitest';
import { countSending } from './outbox-view.ts';

const rows = (...states: ('unsent' | 'server' | 'refused')[]) => states.map((state) => ({ state }));

it('counts what the server answered for and the one under way, and never past the end', () => {
  expect(countSending(rows('unsent', 'unsent', 'unsent'))).toEqual({ done: 1, of: 3 });
  expect(countSending(rows('server', 'unsent', 'unsent'))).toEqual({ done: 2, of: 3 });
  expect(countSending(rows('server', 'refused', 'unsent'))).toEqual({ done: 3, of: 3 });
  expect(countSending(rows('server', 'server', 'server'))).toEqual({ done: 3, of: 3 });
});

it('says nothing where nothing is sent that a person would recognise', () => {
  expect(countSending([])).toBeUndefined();
});
