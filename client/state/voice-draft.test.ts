import { expect, test } from 'vitest';
import { moods, readMood, readPlace } from './voice-draft.ts';

test('a mood and a place come out of a draft as they went in', () => {
  const place = { level: 'coarse', municipality: 17_204, latE5: 3_739_000, lonE5: 13_690_000, name: '輪島市' } as const;
  expect(readPlace(JSON.stringify(place))).toEqual(place);
  expect(moods.map(readMood)).toEqual(moods);
  expect(moods.length).toBe(7);
});

test('what could not be sent is no place and no mood', () => {
  for (const draft of [undefined, '', 'null', '{', '[]', '"x"', '{"level":"secret"}', '{"level":"exact","latE5":1e9}'])
    expect(readPlace(draft)).toBeUndefined();
  expect([undefined, '', 'bored', 'toString'].map(readMood)).toEqual([undefined, undefined, undefined, undefined]);
});
