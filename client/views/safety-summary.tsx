import { useApp } from '../state/app.ts';
import { glyphOfRow, type Glyph } from '../state/safety-order.ts';
import { formatMoment } from '../text/time.ts';
import { w } from '../ui/words.tsx';
import { StatusChip } from './status-chip.tsx';

const order: readonly Glyph[] = ['rescue', 'hurt', 'help', 'none', 'move', 'shelter', 'ok'];

/** How many stand where; beside the screen where there is room for it. */
export function SafetySummary() {
  const { safety, nowMs } = useSafety();
  const upToMs = useApp((state) => state.syncLine.upToMs);
  const counts = new Map<Glyph, number>();
  for (const row of safety) {
    const glyph = glyphOfRow(row, nowMs);
    counts.set(glyph, (counts.get(glyph) ?? 0) + 1);
  }
  if (safety.length === 0) return null;
  const n = safety.length;
  return (
    <aside class="side s3">
      <h2>{w('safety.summary')}</h2>
      <p class="m">
        {upToMs === undefined
          ? w('safety.summaryNever', { n })
          : w('safety.summaryOf', { n, time: formatMoment(upToMs, nowMs) })}
      </p>
      <ul class="s">
        {order.map((glyph) => {
          const count = counts.get(glyph);
          return (
            count && (
              <li key={glyph} class="f sp">
                <StatusChip glyph={glyph} />
                <b>{w('safety.people', { n: count })}</b>
              </li>
            )
          );
        })}
      </ul>
      <a class="btn t w" href="/safety">
        {w('safety.openList')}
      </a>
    </aside>
  );
}

function useSafety() {
  return { safety: useApp((state) => state.safety), nowMs: useApp((state) => state.nowMs) };
}
