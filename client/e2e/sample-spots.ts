import { createParts, people } from './sample-parts.ts';

const { me, seto, niwa, nishizawa, kawashima, horiuchi } = people;

/** Where people are said to be. */
export function sampleSpots(nowMs: number) {
  const { spot } = createParts(nowMs);
  return [
    spot(nishizawa, 9, {
      level: 'coarse',
      municipality: 17_204,
      latE5: 3_729_000,
      lonE5: 13_677_000,
      name: '輪島市',
    }),
    spot(
      niwa,
      14,
      { level: 'exact', municipality: 17_461, latE5: 3_723_100, lonE5: 13_690_800, name: '穴水町' },
      { accuracyM: 24 },
    ),
    spot(me, 122, { level: 'listed', municipality: 17_204, name: '輪島市 町野小学校' }, { saidBy: 'status' }),
    spot(seto, 187, { level: 'municipality', municipality: 17_205, name: '珠洲市' }),
    spot(kawashima, 500, { level: 'listed', name: '実家の納屋' }),
    spot(horiuchi, 60 * 50, { level: 'municipality', municipality: 17_201, name: '金沢市' }),
  ];
}
