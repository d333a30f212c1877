import { expect, it } from 'vitest';
import { lineNow } from '../platform/kept-files.ts';
import { allLanes, lanesByHand, lanesFor, lifeOnly, withoutBulk } from './lanes.ts';

it.each([
  [undefined, 'good'],
  [{ effectiveType: '4g' }, 'good'],
  [{ effectiveType: '4g', saveData: true }, 'thin'],
  [{ effectiveType: '3g' }, 'slow'],
  [{ effectiveType: '2g' }, 'thin'],
  [{ effectiveType: 'slow-2g' }, 'thin'],
] as const)('the line that the browser tells as %j is %s', (connection, line) => {
  expect(lineNow(connection ?? {})).toBe(line);
});

it('left to the line, life alone travels where it is thin, and pictures where it is good', () => {
  expect(['thin', 'slow', 'good'].map((line) => lanesFor('auto', line as 'thin'))).toEqual([
    lifeOnly,
    withoutBulk,
    allLanes,
  ]);
});

it('what was chosen holds on a good line too, and a thin one does not add to it', () => {
  for (const line of ['thin', 'slow', 'good'] as const) {
    expect(lanesFor('lifeOnly', line)).toBe(lifeOnly);
    expect(lanesFor('noPictures', line)).toBe(withoutBulk);
  }
});

it('one try by hand brings pictures, and never lifts life only', () => {
  expect(lanesByHand('auto', 'slow')).toBe(allLanes);
  expect(lanesByHand('auto', 'thin')).toBe(lifeOnly);
  expect(lanesByHand('noPictures', 'slow')).toBe(allLanes);
  expect(lanesByHand('noPictures', 'thin')).toBe(allLanes);
  expect(lanesByHand('lifeOnly', 'good')).toBe(lifeOnly);
});
