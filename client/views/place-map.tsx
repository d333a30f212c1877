import { useEffect, useState } from 'preact/hooks';
import { drawJapan, pointOf } from '../actions/places.ts';
import type { SpotView } from '../state/model.ts';
import { firstGrapheme } from '../text/graphemes.ts';
import { w } from '../ui/words.tsx';

// In units of the map, of which one is about 1.1 km.
const leastSpan = 60;
const closeSpan = 90;
const wholeSpan = 2200;
const dayMs = 86_400_000;
// Here and not in the style sheets, which the first load pays for.
const mapLook = {
  display: 'block',
  width: '100%',
  height: 'auto',
  maxHeight: '60vh',
  background: 'var(--well)',
  borderRadius: 'var(--r2)',
};

interface View {
  readonly x: number;
  readonly y: number;
  readonly span: number;
}

interface Drawn {
  readonly spot: SpotView;
  readonly x: number;
  readonly y: number;
}

/** The outlines of Japan with who said to be where, no finer than they said. The list beside it says all of it in words, so this is for the eye alone. */
export function PlaceMap(props: {
  spots: readonly SpotView[];
  focus: string | undefined;
  nowMs: number;
  onAll: () => void;
}) {
  const { spots, focus, nowMs, onAll } = props;
  const drawn = spots.flatMap((spot): Drawn[] => {
    const point = pointOf(spot.place);
    return point ? [{ spot, ...point }] : [];
  });
  const focused = drawn.find(({ spot }) => spot.person.id === focus);
  const [view, setView] = useState(() => fit(drawn));
  useEffect(() => {
    if (focused) setView({ x: focused.x, y: focused.y, span: closeSpan });
  }, [focus]);
  const zoom = (factor: number) =>
    setView(({ x, y, span }) => ({ x, y, span: Math.min(wholeSpan, Math.max(leastSpan, span * factor)) }));
  const { x, y, span } = view;
  const unit = span / 100;
  const groups = groupNear(drawn, unit * 9);
  return (
    <div class="card s3">
      <svg
        aria-hidden="true"
        lang="ja"
        viewBox={`${x - span / 2} ${y - span * 0.4} ${span} ${span * 0.8}`}
        style={mapLook}
      >
        <path
          d={drawJapan()}
          fill="var(--paper)"
          fill-rule="evenodd"
          stroke="var(--edge)"
          stroke-width="1"
          vector-effect="non-scaling-stroke"
        />
        {groups.map((group) => (
          <Marker key={group[0].spot.person.id} group={group} unit={unit} nowMs={nowMs} />
        ))}
      </svg>
      <div class="f">
        <button class="btn t" onClick={() => zoom(0.5)}>
          {w('map.closer')}
        </button>
        <button class="btn t" onClick={() => zoom(2)}>
          {w('map.farther')}
        </button>
        <button
          class="btn t"
          onClick={() => {
            onAll();
            setView(fit(drawn));
          }}
        >
          {w('map.all')}
        </button>
      </div>
      <p class="m">
        {w('map.legend')}
        {drawn.length < spots.length && <span class="bl">{w('map.undrawn', { n: spots.length - drawn.length })}</span>}
        <small class="bl">{w('map.credit')}</small>
      </p>
    </div>
  );
}

type Group = readonly [Drawn, ...Drawn[]];

/** Filled where a position is exact, outlined where coarse, dashed where only a name was given; grey when the word is older than a day. */
function Marker({ group, unit, nowMs }: { group: Group; unit: number; nowMs: number }) {
  const [{ x, y, spot }] = group;
  const { person, place } = spot;
  const isExact = group.length === 1 && place.level === 'exact';
  const isDashed = group.every((one) => one.spot.place.level === 'municipality' || one.spot.place.level === 'listed');
  const colour = group.every((one) => nowMs - one.spot.atMs > dayMs) ? 'var(--edge)' : 'var(--ai)';
  const names = [...new Set(group.map((one) => one.spot.place.name))];
  return (
    <g transform={`translate(${x} ${y}) scale(${unit})`} text-anchor="middle" font-weight="700" stroke="none">
      <circle
        r="4.4"
        fill={isExact ? colour : 'var(--paper)'}
        stroke={colour}
        stroke-width="0.8"
        stroke-dasharray={isDashed ? '1.7 1.3' : undefined}
      />
      <text y="1.6" font-size="4.6" fill={isExact ? 'var(--on)' : 'var(--ink)'}>
        {group.length > 1 ? group.length : initialOf(person.name)}
      </text>
      {names.length === 1 && names[0] !== undefined && (
        <text y="9.6" font-size="4" fill="var(--ink)" stroke="var(--paper)" stroke-width="1" paint-order="stroke">
          {shorten(names[0])}
        </text>
      )}
    </g>
  );
}

function initialOf(name: string): string {
  return firstGrapheme(
    name
      .trim()
      .split(/[\s　]+/)
      .at(-1) ?? '',
  );
}

function shorten(name: string): string {
  const letters = [...name];
  return letters.length > 12 ? `${letters.slice(0, 11).join('')}…` : name;
}

/** All of them with room around, never closer than a town; all of Japan when there is none. */
function fit(drawn: readonly Drawn[]): View {
  if (drawn.length === 0) return { x: 1150, y: 950, span: wholeSpan };
  const xs = drawn.map(({ x }) => x);
  const ys = drawn.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const span = Math.max((right - left) * 1.4, ((bottom - top) / 0.8) * 1.5, closeSpan);
  return { x: (left + right) / 2, y: (top + bottom) / 2, span: Math.min(span, wholeSpan) };
}

/** Those who would stand on one another, together under the first of them. */
function groupNear(drawn: readonly Drawn[], distance: number): Group[] {
  const groups: [Drawn, ...Drawn[]][] = [];
  for (const one of drawn) {
    const near = groups.find(([first]) => Math.hypot(first.x - one.x, first.y - one.y) < distance);
    if (near) near.push(one);
    else groups.push([one]);
  }
  return groups;
}
