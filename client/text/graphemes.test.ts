import { expect, test } from 'vitest';
import { beginningOf, countGraphemes, firstGrapheme } from './graphemes.ts';

test('what a person sees as one character counts as one', () => {
  expect(countGraphemes('が👨‍👩‍👧‍👦か\u3099')).toBe(3);
  expect(firstGrapheme('👨‍👩‍👧‍👦の家')).toBe('👨‍👩‍👧‍👦');
});

test('a title is cut between characters and marked as cut', () => {
  expect(beginningOf('短い')).toBe('短い');
  expect(beginningOf('体育館の毛布が\n足りません。二階', 8)).toBe('体育館の毛布が…');
});
