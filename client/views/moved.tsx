import { useEffect, useState } from 'preact/hooks';
import { recovery } from '../actions/ask-recovery.ts';
import { useApp } from '../state/app.ts';
import { formatMoment } from '../text/time.ts';
import { w } from '../ui/words.tsx';

/** That somebody has a new phone since they came back with their words: whoever knows them can ask whether it was they. */
export function Moved({ personId }: { personId: string }) {
  const nowMs = useApp((state) => state.nowMs);
  const [atMs, setAtMs] = useState<number>();
  useEffect(() => {
    void recovery({ do: 'whenMoved', personId }).then(
      (told) => told.ok && told.value.is === 'moved' && setAtMs(told.value.atMs),
    );
  }, [personId]);
  if (atMs === undefined) return null;
  return (
    <div class="card s">
      <p>
        <b>{w('moved.since', { time: formatMoment(Math.min(atMs, nowMs), nowMs) })}</b>
      </p>
      <p class="m">{w('moved.what')}</p>
    </div>
  );
}
