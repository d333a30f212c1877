import { expect, test } from 'vitest';
import { handleIn, handleTrouble } from './handles.ts';

test('a handle is found bare, with its sign and in a link, whatever the case', () => {
  for (const text of ['yuka_m', ' @yuka_m ', 'https://tayori.example/@yuka_m', 'tayori.example/@Yuka_M/'])
    expect(handleIn(text)).toBe('yuka_m');
});

test('what is no handle is none', () => {
  for (const text of ['', 'ab', '@', '宮田', 'a'.repeat(21), 'yu ka', 'a@b.example'])
    expect(handleIn(text)).toBe(undefined);
});

test('what is wrong with a handle is one thing at a time, letters before length', () => {
  expect(['yuka', 'y_1', 'a'.repeat(20)].map(handleTrouble)).toEqual([undefined, undefined, undefined]);
  expect(['Yuka', 'ゆか', 'a-b', 'A'].map(handleTrouble)).toEqual(['letters', 'letters', 'letters', 'letters']);
  expect(['', 'ab', 'a'.repeat(21)].map(handleTrouble)).toEqual(['short', 'short', 'long']);
});
