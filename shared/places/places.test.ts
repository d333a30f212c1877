import { expect, it } from 'vitest';
import { municipalities, municipalityOf, prefectures } from './municipalities.ts';
import { nearestMunicipalities } from './nearest.ts';
import { outlinesOfJapan, toMapPoint } from './outlines.ts';
import { toRomaji } from './romaji.ts';
import { searchPlaces } from './search.ts';
import { sheltersOf } from './shelters.ts';

const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

it('all of Japan is there: 1,741 municipalities, 175 wards, 47 prefectures', () => {
  const wards = municipalities().filter(({ name }) => name.includes(' '));
  expect([municipalities().length - wards.length, wards.length, prefectures().length]).toEqual([1741, 175, 47]);
  expect(municipalityOf(17_204)).toMatchObject({
    name: '輪島市',
    kana: 'わじまし',
    prefecture: { english: 'Ishikawa' },
  });
  expect(municipalityOf(1101)?.name).toBe('札幌市 中央区');
  expect(municipalityOf(99_999)).toBeNull();
  for (const { latE5, lonE5 } of municipalities()) {
    expect(latE5).toBeGreaterThan(24 * 1e5);
    expect(lonE5).toBeGreaterThan(122 * 1e5);
  }
});

it('a position is near the offices around it, a ward standing for its city', () => {
  expect(names(nearestMunicipalities(3_739_360, 13_690_000, 3))).toEqual(['輪島市', '穴水町', '能登町']);
  expect(names(nearestMunicipalities(4_306_200, 14_135_400, 1))).toEqual(['札幌市 中央区']);
  expect(names(nearestMunicipalities(2_709_000, 14_219_000, 2))).toEqual(['小笠原村']);
});

it('abroad no municipality is near', () => {
  expect(nearestMunicipalities(3_756_000, 12_697_000, 3)).toEqual([]);
});

it('places are found by the beginning of their reading in any kana or Latin letters, and by part of their name', () => {
  const found = (query: string, prefecture: number | null = null) =>
    searchPlaces(query, prefecture).map(({ municipality, shelter }) => shelter ?? municipality.name);
  expect(found('わじ')).toEqual(['輪島市', '南あわじ市']);
  expect(found('ワジマ')).toEqual(['輪島市']);
  expect(found('wajima')[0]).toBe('輪島市');
  expect(found('中央区', 1)).toEqual(['札幌市 中央区']);
  expect(found('ちゅうおう', 1)).toEqual(['札幌市 中央区']);
  expect(found('河井小')).toEqual(['輪島市立河井小学校（体育館）']);
  expect(found('石川県 七尾')[0]).toBe('七尾市');
  expect(found('')).toEqual([]);
  expect(found('', 17)).toHaveLength(19);
  expect(found('どこにもない')).toEqual([]);
});

it('designated shelters are known of Nanao and Wajima', () => {
  expect([sheltersOf(17_202).length, sheltersOf(17_204).length, sheltersOf(17_201).length]).toEqual([82, 48, 0]);
});

it('readings are written in letters as on signs', () => {
  expect(
    ['わじまし', 'のとちょう', 'さっぽろし ちゅうおうく', 'おおさかし', 'はっちょうむら', 'しんじょうし'].map(toRomaji),
  ).toEqual(['Wajima-shi', 'Noto-cho', 'Sapporo-shi Chuo-ku', 'Osaka-shi', 'Hatcho-mura', 'Shinjo-shi']);
  for (const { kana } of municipalities()) expect(toRomaji(kana)).toMatch(/^[A-Z][a-z'-]+( [A-Z][a-z'-]+)?$/);
});

it('the outlines are closed rings around the offices of Japan', () => {
  const path = outlinesOfJapan();
  const rings = path.split('Z').slice(0, -1);
  expect(rings.length).toBeGreaterThan(100);
  for (const ring of rings) expect(ring).toMatch(/^M-?[\d.]+ [\d.]+(L-?[\d.]+ [\d.]+){2,}$/);
  const some = municipalities().filter((_, i) => i % 10 === 0);
  const inside = some.filter(({ latE5, lonE5 }) => isInside(rings, toMapPoint(latE5, lonE5)));
  // The rest are small islands and quays that the grid of a kilometre does not have.
  expect(inside.length).toBeGreaterThan(180);
});

function isInside(rings: readonly string[], { x, y }: { x: number; y: number }): boolean {
  let crossings = 0;
  for (const ring of rings) {
    const points = ring
      .slice(1)
      .split('L')
      .map((pair) => pair.split(' ').map(Number) as [number, number]);
    for (const [i, [ax, ay]] of points.entries()) {
      const [bx, by] = points[(i + 1) % points.length]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) crossings++;
    }
  }
  return crossings % 2 === 1;
}
