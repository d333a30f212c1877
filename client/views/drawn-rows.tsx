import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { forgetLeftPath, leftPath } from '../actions/navigate.ts';
import { matchRoute } from '../state/routes.ts';
import { DrawnOnce } from './drawn-once.ts';
import { FarRows, pieceRows } from './far-rows.tsx';
import { findNear, stepTowards, type Range } from './near-pieces.ts';

const atOnce = 4;
// Of a list up to so long all rows are in the page in the end.
const shortRows = 60;
// Rows are drawn when they come so near to the window, and taken out when they are twice as far.
const reachPx = 2_400;
// A key held down goes on faster than turns come.
const keyPieces = 4;

/** What a list is drawn from. */
export interface LongListProps<Row> {
  readonly list: RefObject<HTMLUListElement | null>;
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** The words by which a row is found that is not drawn. */
  readonly textOf: (row: Row) => string;
  readonly draw: (row: Row) => VNode;
  /** What else the rows are drawn from: another stamp draws all of them anew. */
  readonly stamp: string;
  /** About as high as a row is. */
  readonly rowRem: number;
  /** The row that is drawn first, unless one comes back from another. */
  readonly startAt?: number | undefined;
  /** Called when one comes near the end, once for each number of rows. */
  readonly onEnd?: (() => void) | undefined;
}

interface DrawnRow<Row> {
  readonly row: Row;
  readonly stamp: string;
}

/**
 * Rows of a list that may be long. Those near the window are drawn, a piece of three a turn, so that no turn takes long however many there are; what has not
 * changed is not drawn again. All others are empty boxes as high as they were (`FarRows`), which the browser's own search finds.
 */
export function DrawnRows<Row>({
  list,
  rows,
  idOf,
  textOf,
  draw,
  stamp,
  rowRem,
  startAt = 0,
  onEnd,
}: LongListProps<Row>) {
  const [, redraw] = useState({});
  const count = Math.ceil(rows.length / pieceRows);
  const returned = useRef<number | undefined>(undefined);
  returned.current ??= rows.findIndex((row) => idOf(row) === returnedFrom());
  const around = Math.floor((returned.current < 0 ? startAt : returned.current) / pieceRows);
  const range = useRef<Range>({ from: around, to: around + atOnce - 1 });
  const drawn = useRef<ReadonlyMap<string, DrawnRow<Row>>>(new Map());
  range.current = clip(range.current, count);
  const { from, to } = range.current;

  const drawShown = ({ row }: DrawnRow<Row>) => draw(row);
  let mayDraw = pieceRows;
  let isStale = false;
  const drawNow = new Map<string, DrawnRow<Row>>();
  const nodes = rows.slice(from * pieceRows, (to + 1) * pieceRows).map((row) => {
    const id = idOf(row);
    const known = drawn.current.get(id);
    const isAsItWas = known?.row === row && known.stamp === stamp;
    // What is there already waits for its turn when much has changed at once.
    const shown = known && (isAsItWas || mayDraw-- <= 0) ? known : { row, stamp };
    isStale ||= shown.row !== row || shown.stamp !== stamp;
    drawNow.set(id, shown);
    return <DrawnOnce key={id} of={shown} draw={drawShown} />;
  });
  drawn.current = drawNow;
  // What lives longer than this drawing must not hold its elements: these hold the page as it was.
  const drawnCount = nodes.length;

  const heights = useRef(new Map<number, number>()).current;
  const isDrawing = useRef(false);
  const ended = useRef(0);
  const turn = useRef<() => void>(() => undefined);
  /** Goes one piece nearer to what should be drawn. */
  turn.current = () => {
    const ul = list.current;
    // What was last drawn is not in the page yet: a turn comes after it.
    if (!ul || count === 0 || isDrawing.current) return;
    const near = findNear(ul, range.current, drawnCount, count, reachPx);
    const isShort = rows.length <= shortRows;
    const wanted = isShort ? { ...near, from: 0, to: count - 1 } : near;
    const kept = isShort ? wanted : findNear(ul, range.current, drawnCount, count, 2 * reachPx);
    const next = stepTowards(range.current, wanted, kept);
    const isMoving = next.from !== from || next.to !== to;
    if (isMoving) noteHeights(ul);
    range.current = next;
    if (onEnd && near.to >= count - 1 && ended.current !== rows.length) {
      ended.current = rows.length;
      onEnd();
    }
    isDrawing.current = isMoving || isStale;
    // In a task of its own: to look and to draw is too long for one on a slow phone.
    if (isDrawing.current) setTimeout(() => redraw({}));
  };

  /** How high the pieces at both ends are, before one of them may be taken out. */
  function noteHeights(ul: Element): void {
    const items = itemsOf(ul);
    for (const i of new Set([from, to])) {
      const own = items.slice((i - from) * pieceRows, (i - from + 1) * pieceRows);
      const [top, bottom] = [own[0]?.getBoundingClientRect().top, own.at(-1)?.getBoundingClientRect().bottom];
      if (top !== undefined && bottom !== undefined) heights.set(i, bottom - top);
    }
  }

  // Back from a row the list stands there. After the shell has scrolled, to where that was when all above was drawn.
  useEffect(() => {
    const index = returned.current ?? -1;
    const timer = setTimeout(() => {
      forgetLeftPath();
      if (list.current && index >= 0)
        itemsOf(list.current)[index - from * pieceRows]?.scrollIntoView({ block: 'center' });
    });
    return () => clearTimeout(timer);
  }, []);
  useLayoutEffect(() => {
    isDrawing.current = false;
  });
  // A turn after every drawing, until nothing is left to do; then when the window moves.
  useEffect(() => {
    const timer = setTimeout(() => turn.current());
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        turn.current();
      });
    };
    const ul = list.current;
    /** Draws on before the next key comes: at the end of what is drawn it would leave the list. */
    const drawOn = ({ target }: FocusEvent) => {
      const below = [...(ul?.querySelectorAll('li.row') ?? [])].reverse();
      const left = below.findIndex((row) => row.contains(target as Node));
      if (left < 0 || left > pieceRows * keyPieces) return;
      range.current = { ...range.current, to: range.current.to + keyPieces };
      redraw({});
    };
    ul?.addEventListener('focusin', drawOn);
    addEventListener('scroll', later, { passive: true });
    addEventListener('resize', later);
    return () => {
      clearTimeout(timer);
      ul?.removeEventListener('focusin', drawOn);
      removeEventListener('scroll', later);
      removeEventListener('resize', later);
    };
  }, []);

  const far = { rows, textOf, heights, rowRem };
  return (
    <>
      <FarRows key="above" {...far} from={0} to={from - 1} />
      {nodes}
      <FarRows key="below" {...far} from={to + 1} to={count - 1} />
    </>
  );

  /** The drawn rows in the page. */
  function itemsOf(ul: Element): readonly Element[] {
    const end = ul.children.length - 1;
    return [...ul.children].slice(end - drawnCount, end);
  }
}

function clip({ from, to }: Range, count: number): Range {
  const last = Math.max(0, count - 1);
  return { from: Math.min(from, last), to: Math.min(to, last) };
}

/** The person or voice from whose screen one has just come back. */
function returnedFrom(): string {
  const { name, id } = matchRoute(leftPath);
  return name === 'person' || name === 'voice' ? id : '';
}
