import { expect, it } from 'vitest';
import { toChannelId, toLogKey } from '../protocol/ids.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { evidenceOf, mergeReached } from './their-points.ts';

const [yuka, koichi, kinue, device] = ['0a', '0b', '0c', '0d'].map((byte) => byte.repeat(16)) as [
  string,
  string,
  string,
  string,
];
const channel = toChannelId('feed', yuka);
const log = toLogKey(channel, device, 2);
const hashOf = (number: number) => new Uint8Array(32).fill(number);
const hash8Of = (number: number) => bytesToHex(hashOf(number).subarray(0, 8));
/** A device that holds the numbers from 1 to 9. */
const holdings = {
  hashAt: (_: string, by: string, __: number, number: number) => (by === device && number <= 9 ? hashOf(number) : null),
};
const at = (number: number, ...persons: string[]) => ({
  channel,
  lane: 2 as const,
  number,
  hash8: hash8Of(number),
  persons,
});

it('what was told becomes evidence for each person, at the time at which it was heard of', () => {
  const points = mergeReached([], [at(3, koichi, kinue)], device, holdings, 50);
  expect(points).toEqual([
    {
      log,
      number: 3,
      hash8: hash8Of(3),
      persons: [
        [koichi, 50],
        [kinue, 50],
      ],
    },
  ]);
  const evidence = { place: 'theirs', log, point: { number: 3, hash: hashOf(3) }, atMs: 50, epoch: null };
  expect(evidenceOf(points, holdings)).toEqual([
    { ...evidence, where: koichi },
    { ...evidence, where: kinue },
  ]);
});

it('the same again, and less than is known, change nothing', () => {
  const points = mergeReached([], [at(3, koichi)], device, holdings, 50);
  expect(mergeReached(points, [at(3, koichi), at(2, koichi)], device, holdings, 60)).toBe(points);
  const [first] = mergeReached(points, [at(3, kinue)], device, holdings, 60);
  expect(first?.persons).toEqual([
    [koichi, 50],
    [kinue, 60],
  ]);
});

it('an entry that this device does not hold with that hash is not taken', () => {
  const otherBranch = { ...at(3, koichi), hash8: hash8Of(4) };
  for (const told of [otherBranch, at(10, koichi)]) expect(mergeReached([], [told], device, holdings, 50)).toEqual([]);
  expect(mergeReached([], [at(3, koichi)], 'ee'.repeat(16), holdings, 50)).toEqual([]);
});

it('of each person the last three points are kept', () => {
  let points = mergeReached([], [at(1, koichi, kinue)], device, holdings, 1);
  for (const number of [2, 4, 6]) points = mergeReached(points, [at(number, koichi)], device, holdings, number);
  expect(points.map((point) => [point.number, point.persons])).toEqual([
    [1, [[kinue, 1]]],
    [2, [[koichi, 2]]],
    [4, [[koichi, 4]]],
    [6, [[koichi, 6]]],
  ]);
});
