import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { forgetLeftPath, leftPath } from '../actions/navigate.ts';
import { useApp } from '../state/app.ts';
import type { SafetyRow } from '../state/model.ts';
import { matchRoute } from '../state/routes.ts';
import { SafetyItem } from './safety-item.tsx';

const pieceRows = 6;
const atOnce = 3;
const minuteMs = 60_000;
// About as high as a row is, so that the list is about as long before it is drawn as after.
const rowRem = 11;

interface Piece {
  readonly rows: readonly SafetyRow[];
  readonly stamp: string;
  readonly drawn: VNode;
}

/**
 * Rows of a list that may be long, a piece a turn: the first ones at once, the others one after the other, so that no turn takes long, however many there are.
 * What has not changed is not drawn again. All rows are in the page in the end, for the keyboard, a search and a screen reader; what is far from the
 * window costs no layout (`.many` in parts.css, where `isLong`).
 */
export function InPieces({ rows, nowMs, isLong }: { rows: readonly SafetyRow[]; nowMs: number; isLong: boolean }) {
  const language = useApp((state) => state.language);
  const pieces = useRef<(Piece | undefined)[]>([]);
  const [, redraw] = useState({});
  const stamp = `${Math.floor(nowMs / minuteMs)} ${language} ${isLong}`;
  const count = Math.ceil(rows.length / pieceRows);
  const rowsOf = (i: number) => rows.slice(i * pieceRows, (i + 1) * pieceRows);
  const isDue = (i: number) => {
    const piece = pieces.current[i];
    return piece?.stamp !== stamp || !isSame(piece.rows, rowsOf(i));
  };
  const draw = (i: number) => {
    const own = rowsOf(i);
    pieces.current[i] = { rows: own, stamp, drawn: <DrawnRows key={i} rows={own} nowMs={nowMs} isLong={isLong} /> };
  };
  const indexes = Array.from({ length: count }, (_, i) => i);
  const returned = useRef<number | undefined>(undefined);
  returned.current ??= returnedTo(rows);
  const around = Math.floor(returned.current / pieceRows);
  pieces.current.length = count;
  for (const i of indexes) if ((i < atOnce || Math.abs(i - around) < 2) && isDue(i)) draw(i);

  // Back from a person the list stands at their row, since how far down that was says little until all above is drawn. After the shell has scrolled.
  useEffect(() => {
    const row = rows[returned.current ?? -1];
    const timer = setTimeout(() => {
      forgetLeftPath();
      if (row && rows.length > atOnce * pieceRows)
        document.querySelector(`a[href="/safety/${row.person.id}"]`)?.scrollIntoView({ block: 'center' });
    });
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    const next = indexes.find(isDue);
    if (next === undefined) return;
    const timer = setTimeout(() => {
      draw(next);
      redraw({});
    });
    return () => clearTimeout(timer);
  });

  return (
    <>
      {indexes.map(
        (i) =>
          pieces.current[i]?.drawn ?? (
            <li key={i} class="row" style={{ minHeight: `${rowsOf(i).length * rowRem}rem` }} aria-hidden="true" />
          ),
      )}
    </>
  );
}

function DrawnRows({ rows, nowMs, isLong }: { rows: readonly SafetyRow[]; nowMs: number; isLong: boolean }) {
  return (
    <>
      {rows.map((row) => (
        <SafetyItem key={row.person.id} row={row} nowMs={nowMs} isNamed={isLong} />
      ))}
    </>
  );
}

function isSame(before: readonly SafetyRow[], rows: readonly SafetyRow[]): boolean {
  return before.length === rows.length && before.every((row, i) => row === rows[i]);
}

/** Where in `rows` the person stands from whom one has just come back; -1 when one comes from elsewhere. */
function returnedTo(rows: readonly SafetyRow[]): number {
  const { name, id } = matchRoute(leftPath);
  return name === 'person' ? rows.findIndex(({ person }) => person.id === id) : -1;
}
