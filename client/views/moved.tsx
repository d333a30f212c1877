import { useEffect, useState } from 'preact/hooks';
import { recovery } from '../actions/ask-recovery.ts';
import { useApp } from '../state/app.ts';
import { formatMoment } from '../text/time.ts';
import { w } from '../ui/words.tsx';

/** What stands on a person's page besides: that they asked how I am, and that they have a new device. */
export function Moved({ personId }: { personId: string }) {
  return (
    <>
      <AskedMe personId={personId} />
      <NewDevice personId={personId} />
    </>
  );
}

/** That somebody asked how I am, until I said something newer, and the way to say it. */
function AskedMe({ personId }: { personId: string }) {
  const nowMs = useApp((state) => state.nowMs);
  const askedMs = useApp((state) => state.safety.find(({ person }) => person.id === personId)?.askedMeMs);
  const saidMs = useApp((state) => state.me?.status?.atMs ?? 0);
  if (askedMs === undefined || askedMs <= saidMs) return null;
  return (
    <div class="card s">
      <p>
        <b>{w('asked.me', { time: formatMoment(askedMs, nowMs) })}</b>
      </p>
      <a class="btn w" href="/status">
        {w('asked.answer')}
      </a>
    </div>
  );
}

/** That somebody has a new phone since they came back with their words: whoever knows them can ask whether it was they. */
function NewDevice({ personId }: { personId: string }) {
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
