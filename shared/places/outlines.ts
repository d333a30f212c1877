import { outlineArcs, outlineGrid, outlineRings } from './outline-data.ts';

/** One degree of latitude on the map. */
const unitsByDegree = 100;
const northernmost = 46;
const westernmost = 122;
// Where Japan is widest north to south a kilometre is about as long either way.
const narrowing = Math.cos((36.5 * Math.PI) / 180);

/** A position on the map: x to the east, y to the south, a unit about 1.1 km. */
export type MapPoint = { readonly x: number; readonly y: number };

/** Where a position in degrees times 100,000 lies on the map. */
export function toMapPoint(latE5: number, lonE5: number): MapPoint {
  return {
    x: (lonE5 / 1e5 - westernmost) * unitsByDegree * narrowing,
    y: (northernmost - latE5 / 1e5) * unitsByDegree,
  };
}

/** The outlines of all prefectures as one SVG path for the even-odd rule, in units of `toMapPoint`. */
export function outlinesOfJapan(): string {
  const arcs = outlineArcs.split(' ').map(decodeArc);
  return outlineRings
    .split(' ')
    .map((ring) => {
      const points = ring.split(',').flatMap((text) => {
        const index = Number(text);
        const arc = (index < 0 ? arcs[~index]?.toReversed() : arcs[index]) ?? [];
        // Its last point is the first of the next arc.
        return arc.slice(0, -1);
      });
      return `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}Z`;
    })
    .join('');
}

function decodeArc(text: string): MapPoint[] {
  const [firstX, firstY, steps = ''] = text.split(',');
  let [x, y] = [Number(firstX), Number(firstY)];
  const points = [toPoint(x, y)];
  for (let at = 0; at < steps.length; at += 2) {
    x += stepOf(steps.charCodeAt(at));
    y += stepOf(steps.charCodeAt(at + 1));
    points.push(toPoint(x, y));
  }
  return points;
}

/** A to Z, then a to w: −24 to 24. */
function stepOf(code: number): number {
  return (code < 91 ? code - 65 : code - 71) - 24;
}

function toPoint(x: number, y: number): MapPoint {
  const { scale, translate } = outlineGrid;
  const [scaleX = 0, scaleY = 0] = scale;
  const [left = 0, bottom = 0] = translate;
  return toMapPoint((y * scaleY + bottom) * 1e5, (x * scaleX + left) * 1e5);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
