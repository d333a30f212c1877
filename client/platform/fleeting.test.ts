import { expect, it } from 'vitest';
import { isLikelyFleeting, type StorageSigns } from './fleeting.ts';

const GB = 1e9;
const ordinary: StorageSigns = { quota: 162 * GB, memoryLimit: 4.4 * GB, hasFolder: true, isPersisted: false };

it('a window whose storage is in memory, or that has no folder, is likely to forget', () => {
  expect(isLikelyFleeting(ordinary)).toBe(false);
  expect(isLikelyFleeting({ ...ordinary, quota: 1.4 * GB })).toBe(true);
  expect(isLikelyFleeting({ quota: 10 * GB, memoryLimit: undefined, hasFolder: false, isPersisted: false })).toBe(true);
});

it('what is not known says nothing, and a promise of the browser counts more', () => {
  expect(isLikelyFleeting({ quota: 10.7 * GB, memoryLimit: 4.4 * GB, hasFolder: true, isPersisted: false })).toBe(
    false,
  );
  expect(isLikelyFleeting({ quota: undefined, memoryLimit: undefined, hasFolder: undefined, isPersisted: false })).toBe(
    false,
  );
  // A small phone with little left, in a browser that does not tell its memory.
  expect(isLikelyFleeting({ quota: 0.8 * GB, memoryLimit: undefined, hasFolder: true, isPersisted: false })).toBe(
    false,
  );
  expect(isLikelyFleeting({ quota: 1 * GB, memoryLimit: 4.4 * GB, hasFolder: false, isPersisted: true })).toBe(false);
});
