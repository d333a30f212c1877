import type { Place } from '../../shared/kinds/place.ts';
import { municipalityOf, prefectures, type Municipality, type Prefecture } from '../../shared/places/municipalities.ts';
import { nearestMunicipalities } from '../../shared/places/nearest.ts';
import { outlinesOfJapan, toMapPoint, type MapPoint } from '../../shared/places/outlines.ts';
import { toRomaji } from '../../shared/places/romaji.ts';
import { searchPlaces, type ListedPlace } from '../../shared/places/search.ts';
import { sheltersOf } from '../../shared/places/shelters.ts';
import { currentLanguage, type Spoken } from '../text/words.ts';

// In the file of the list and the map, which the device may not have yet: imported by those two alone.

/** Where a place lies on the map, or null when nothing in it says so. A municipality lies at its office. */
export function pointOf({ latE5, lonE5, municipality }: Place): MapPoint | null {
  if (latE5 !== undefined && lonE5 !== undefined) return toMapPoint(latE5, lonE5);
  const office = municipality === undefined ? null : municipalityOf(municipality);
  return office && toMapPoint(office.latE5, office.lonE5);
}

export function listPrefectures(): readonly Prefecture[] {
  return prefectures();
}

export function findListed(query: string, prefecture: number | null): readonly ListedPlace[] {
  return searchPlaces(query, prefecture);
}

export function listShelters(code: number): readonly string[] {
  return sheltersOf(code);
}

export function nearestTo(latE5: number, lonE5: number, limit: number): readonly Municipality[] {
  return nearestMunicipalities(latE5, lonE5, limit);
}

/** The name of a place with its reading or in Latin letters, in the languages that need it and where it is the name of its municipality. */
export function spellName({ name, municipality }: Place): Spoken | undefined {
  const known = municipality === undefined ? null : municipalityOf(municipality);
  if (!known || known.name !== name) return undefined;
  const language = currentLanguage();
  if (language === 'en') return { parts: [`${toRomaji(known.kana)} ${name}`] };
  return language === 'ja-easy' ? { parts: [{ base: name, reading: known.kana }] } : undefined;
}

/** The name of a municipality for who reads Latin letters. */
export function inLetters(kana: string): string {
  return toRomaji(kana);
}

let drawn: string | undefined;

/** The outlines of Japan as one path, put together once. */
export function drawJapan(): string {
  return (drawn ??= outlinesOfJapan());
}
