import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { decodeBody, encodeBody } from './body.ts';
import { coarsePlace, placeAt, type Precision } from './place.ts';

const fix = { latE5: 3_739_361.4, lonE5: 13_690_123, accuracyM: 12 };
const wajima = { code: 17_204, name: '輪島市' };
const named = { municipality: 17_204, name: '輪島市' };

it('a place is never finer than it was chosen', () => {
  expect(placeAt(fix, 'exact', wajima)).toEqual({ level: 'exact', latE5: 3_739_361, lonE5: 13_690_123, ...named });
  expect(placeAt(fix, 'coarse', wajima)).toEqual({ level: 'coarse', latE5: 3_739_000, lonE5: 13_690_000, ...named });
  expect(placeAt(fix, 'municipality', wajima)).toEqual({ level: 'municipality', ...named });
});

it('a sign of life has an exact place as a coarse one, and any other as it is', () => {
  const [exact, coarse, municipality] = (['exact', 'coarse', 'municipality'] as const).map((precision) =>
    placeAt(fix, precision, wajima),
  );
  expect(coarsePlace(exact!)).toEqual(coarse);
  expect(coarsePlace(coarse!)).toEqual(coarse);
  expect(coarsePlace(municipality!)).toEqual(municipality);
  const listed = { level: 'listed', name: '町野小学校' } as const;
  expect(coarsePlace(listed)).toBe(listed);
});

it('where no municipality is known the position alone is said, and no municipality made up', () => {
  expect(placeAt(fix, 'coarse', null)).toEqual({ level: 'coarse', latE5: 3_739_000, lonE5: 13_690_000 });
  expect(placeAt(fix, 'municipality', null)).toBeNull();
});

it('every place that is made can be written and read, also at the ends of the earth', () => {
  const id = '00112233445566778899aabbccddeeff';
  for (const [latE5, lonE5] of [
    [3_739_360, 13_690_000],
    [-400, -400],
    [9_000_000, -18_000_000],
  ] as const) {
    for (const precision of ['exact', 'coarse', 'municipality'] satisfies Precision[]) {
      const place = placeAt({ latE5, lonE5, accuracyM: 5 }, precision, wajima)!;
      const bytes = encodeBody('checkin', { salt: new Uint8Array(8), place });
      const read = decodeBody(0x83, toChannelId('feed', id), bytes);
      expect(read.ok && read.value).toMatchObject({ kind: 'checkin', place });
    }
  }
});
