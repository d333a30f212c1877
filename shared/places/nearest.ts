import { municipalities, type Municipality } from './municipalities.ts';

/** Farther from every office than this nobody is in Japan, small islands and its seas aside. */
const mostKm = 80;
const kmByDegree = 111.2;

/**
 * The municipalities whose offices are nearest to a position, nearest first: candidates, since one may stand nearer to the neighbour's office. Wards stand for
 * their city. Empty abroad and far out at sea. Distances are of a plane with its meridians drawn together: good to a per cent over these.
 */
export function nearestMunicipalities(latE5: number, lonE5: number, limit: number): readonly Municipality[] {
  const narrowing = Math.cos((latE5 / 1e5) * (Math.PI / 180));
  return whole()
    .map((one) => ({
      one,
      km: kmByDegree * Math.hypot((one.latE5 - latE5) / 1e5, ((one.lonE5 - lonE5) / 1e5) * narrowing),
    }))
    .filter(({ km }) => km <= mostKm)
    .sort((a, b) => a.km - b.km || a.one.code - b.one.code)
    .slice(0, limit)
    .map(({ one }) => one);
}

let withoutCities: readonly Municipality[] | undefined;

/** All but the cities that have wards. */
function whole(): readonly Municipality[] {
  if (withoutCities) return withoutCities;
  const divided = new Set(municipalities().flatMap(({ name, prefecture }) => cityOfWard(name, prefecture.number)));
  withoutCities = municipalities().filter(({ name, prefecture }) => !divided.has(`${prefecture.number}${name}`));
  return withoutCities;
}

function cityOfWard(name: string, prefecture: number): string[] {
  const [city = '', ward] = name.split(' ');
  return ward === undefined ? [] : [prefecture + city];
}
