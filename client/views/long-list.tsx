import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { DrawnRows, type LongListProps } from './drawn-rows.tsx';

/**
 * A list that may be long, drawn as `DrawnRows` says. What only grows at its end, where nobody is, is drawn in a task of its own after what told of it: both
 * together are too long for one on a slow phone. Where nothing of it changed nothing is looked at.
 */
export function LongList<Row>(props: LongListProps<Row>) {
  const [, redraw] = useState({});
  const shown = useRef(props);
  const isSame = isAsItWas(shown.current, props);
  if (!isSame && !isLonger(shown.current, props)) shown.current = props;
  useEffect(() => {
    if (isSame || shown.current === props) return;
    const timer = setTimeout(() => {
      shown.current = props;
      redraw({});
    });
    return () => clearTimeout(timer);
  });
  return useMemo(() => <DrawnRows {...shown.current} />, [shown.current]);
}

function isAsItWas<Row>(before: LongListProps<Row>, now: LongListProps<Row>): boolean {
  return before.rows === now.rows && before.stamp === now.stamp && !before.onEnd === !now.onEnd;
}

function isLonger<Row>(before: LongListProps<Row>, now: LongListProps<Row>): boolean {
  return (
    before.stamp === now.stamp &&
    before.rows.length > 0 &&
    before.rows.length < now.rows.length &&
    before.rows.every((row, i) => row === now.rows[i])
  );
}
