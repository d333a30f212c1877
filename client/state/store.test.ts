import { expect, test } from 'vitest';
import { createStore } from './store.ts';

test('a watcher is called once for each change and not when nothing is new', () => {
  const store = createStore({ a: 1, b: 'x' });
  let calls = 0;
  const stop = store.subscribe(() => (calls += 1));
  store.set({ a: 2 });
  store.set({ a: 2 });
  store.set({ a: 2, b: 'y' });
  expect(calls).toBe(2);
  stop();
  store.set({ a: 3 });
  expect(calls).toBe(2);
  expect(store.get()).toEqual({ a: 3, b: 'y' });
});

test('a watcher that stops another one does not disturb the round', () => {
  const store = createStore({ n: 0 });
  const seen: string[] = [];
  const stopSecond = () => second();
  store.subscribe(() => {
    seen.push('first');
    stopSecond();
  });
  const second = store.subscribe(() => seen.push('second'));
  store.set({ n: 1 });
  store.set({ n: 2 });
  expect(seen.filter((name) => name === 'first')).toHaveLength(2);
});
