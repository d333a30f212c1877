import { useRef } from 'preact/hooks';
import { DrawnOnce } from './drawn-once.ts';

/** How many rows are drawn, or stand in one box, together. */
export const pieceRows = 3;

// So many boxes stand in one group, of which nothing is looked at as long as it is as it was.
const groupSize = 32;

interface Box<Row> {
  readonly piece: number;
  readonly rows: readonly Row[];
  /** In pixels, once it was drawn. */
  readonly height: number | undefined;
  /** What it is thought to be. */
  readonly rem: number;
  readonly text: string;
}

interface Group<Row> {
  readonly rows: readonly Row[];
  readonly first: number;
  readonly last: number;
  readonly boxes: readonly Box<Row>[];
}

// Elsewhere hidden boxes would have no height.
const canBeFound = 'onbeforematch' in document.documentElement;

/**
 * Rows far from the window: a box for each piece, as high as it was when it was last drawn, or is thought to be. In it stand words for the browser's own search,
 * which scrolls there, where it is then drawn. Nothing of it is laid out or read out.
 */
export function FarRows<Row>(props: {
  rows: readonly Row[];
  textOf: (row: Row) => string;
  /** By number of the piece, in pixels. */
  heights: ReadonlyMap<number, number>;
  rowRem: number;
  from: number;
  to: number;
}) {
  const { rows, textOf, heights, rowRem, from, to } = props;
  const boxes = useRef(new Map<number, Box<Row>>()).current;
  const boxOf = (i: number): Box<Row> => {
    const known = boxes.get(i);
    const height = heights.get(i);
    const start = i * pieceRows;
    const size = Math.min(pieceRows, rows.length - start);
    const isAsItWas = known?.rows.length === size && known.rows.every((row, at) => row === rows[start + at]);
    if (isAsItWas && known.height === height) return known;
    const own = rows.slice(start, start + size);
    const text = canBeFound ? own.map(textOf).join(' ') : '';
    const box = { piece: i, rows: own, height, rem: size * rowRem, text };
    boxes.set(i, box);
    return box;
  };
  const groups = useRef(new Map<number, Group<Row>>()).current;
  /** The same boxes as before as long as all of them are as they were. */
  const groupOf = (group: number): readonly Box<Row>[] => {
    const first = Math.max(from, group * groupSize);
    const last = Math.min(to, group * groupSize + groupSize - 1);
    const known = groups.get(group);
    const isAsLarge = known?.first === first && known.last === last;
    if (isAsLarge && known.rows === rows) return known.boxes;
    const now = Array.from({ length: last - first + 1 }, (_, at) => boxOf(first + at));
    const isAsItWas = isAsLarge && now.every((box, at) => box === known.boxes[at]);
    const boxes = isAsItWas ? known.boxes : now;
    groups.set(group, { rows, first, last, boxes });
    return boxes;
  };

  const [firstGroup, lastGroup] = [Math.floor(from / groupSize), Math.floor(to / groupSize)];
  return (
    <li class="far" aria-hidden="true">
      {from > to
        ? null
        : Array.from({ length: lastGroup - firstGroup + 1 }, (_, at) => (
            <DrawnOnce key={firstGroup + at} of={groupOf(firstGroup + at)} draw={drawGroup} />
          ))}
    </li>
  );
}

/** Its height is said of the whole, so that a group out of sight need not be laid out to know it. */
function drawGroup(boxes: readonly Box<unknown>[]) {
  let [known, guessed] = [0, 0];
  for (const { height, rem } of boxes) {
    if (height === undefined) guessed += rem;
    else known += height;
  }
  return (
    <div style={{ height: `calc(${known}px + ${guessed}rem)` }}>
      {boxes.map(({ piece, height, rem, text }) => (
        <div
          key={piece}
          hidden={canBeFound ? 'until-found' : false}
          style={{ height: height === undefined ? `${rem}rem` : `${height}px` }}
        >
          {text}
        </div>
      ))}
    </div>
  );
}

/** The box of piece `i` in the item of `FarRows` whose first piece is `from`. */
export function boxIn(far: Element | undefined, from: number, i: number): Element | undefined {
  const group = Math.floor(i / groupSize);
  return far?.children[group - Math.floor(from / groupSize)]?.children[i - Math.max(from, group * groupSize)];
}
