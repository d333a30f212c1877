import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';

/** How many rows are drawn, or stand in one box, together. */
export const pieceRows = 3;

// So many boxes stand in one group, of which nothing is looked at as long as it is as it was.
const groupSize = 32;

interface Box<Row> {
  readonly rows: readonly Row[];
  readonly height: number | undefined;
  readonly node: VNode;
}

interface Group<Row> {
  readonly rows: readonly Row[];
  readonly first: number;
  readonly last: number;
  readonly boxes: readonly VNode[];
  readonly node: VNode;
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
  const boxOf = (i: number): VNode => {
    const known = boxes.get(i);
    const height = heights.get(i);
    const start = i * pieceRows;
    const size = Math.min(pieceRows, rows.length - start);
    const isAsItWas = known?.rows.length === size && known.rows.every((row, at) => row === rows[start + at]);
    if (isAsItWas && known.height === height) return known.node;
    const own = rows.slice(start, start + size);
    const node = (
      <div
        key={i}
        hidden={canBeFound ? 'until-found' : false}
        style={{ height: height === undefined ? `${size * rowRem}rem` : `${height}px` }}
      >
        {canBeFound && own.map(textOf).join(' ')}
      </div>
    );
    boxes.set(i, { rows: own, height, node });
    return node;
  };
  const groups = useRef(new Map<number, Group<Row>>()).current;
  const groupOf = (group: number): VNode => {
    const first = Math.max(from, group * groupSize);
    const last = Math.min(to, group * groupSize + groupSize - 1);
    const known = groups.get(group);
    const isAsLarge = known?.first === first && known.last === last;
    if (isAsLarge && known.rows === rows) return known.node;
    const boxes = Array.from({ length: last - first + 1 }, (_, at) => boxOf(first + at));
    const isAsItWas = isAsLarge && boxes.every((box, at) => box === known.boxes[at]);
    const node = isAsItWas ? (
      known.node
    ) : (
      <FarGroup key={group} height={heightOf(first, last)}>
        {boxes}
      </FarGroup>
    );
    groups.set(group, { rows, first, last, boxes, node });
    return node;
  };
  /** Said of the whole, so that a group out of sight need not be laid out to know it. */
  function heightOf(first: number, last: number): string {
    let [known, guessed] = [0, 0];
    for (let i = first; i <= last; i++) {
      const height = heights.get(i);
      if (height === undefined) guessed += Math.min(pieceRows, rows.length - i * pieceRows) * rowRem;
      else known += height;
    }
    return `calc(${known}px + ${guessed}rem)`;
  }

  const [firstGroup, lastGroup] = [Math.floor(from / groupSize), Math.floor(to / groupSize)];
  return (
    <li class="far" aria-hidden="true">
      {from > to ? null : Array.from({ length: lastGroup - firstGroup + 1 }, (_, at) => groupOf(firstGroup + at))}
    </li>
  );
}

/** A component, because Preact goes through the same element again each time, and only passes over the same component. */
function FarGroup({ height, children }: { height: string; children?: ComponentChildren }) {
  return <div style={{ height }}>{children}</div>;
}

/** The box of piece `i` in the item of `FarRows` whose first piece is `from`. */
export function boxIn(far: Element | undefined, from: number, i: number): Element | undefined {
  const group = Math.floor(i / groupSize);
  return far?.children[group - Math.floor(from / groupSize)]?.children[i - Math.max(from, group * groupSize)];
}
