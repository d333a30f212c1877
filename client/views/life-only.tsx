import { liftDataUse } from '../actions/data-use.ts';
import { useApp } from '../state/app.ts';
import type { OutboxRow } from '../state/model.ts';
import { formatSize } from '../text/time.ts';
import { w } from '../ui/words.tsx';

/** While only life travels, or would: how much waits, told before it is sent, and the way to send all of it and back. */
export function LifeOnly() {
  const rows = useApp((state) => state.outbox).filter((row) => !row.refused);
  const use = useApp((state) => state.dataUse);
  if (use?.isLifted) {
    return (
      <section class="card s">
        <h2>{w('life.lifted')}</h2>
        <p>{w('life.liftedUntil')}</p>
        <button class="btn w" onClick={() => void liftDataUse(false)}>
          <span>{w('life.back')}</span>
        </button>
      </section>
    );
  }
  const life = rows.filter((row) => row.isLife);
  const others = rows.filter((row) => !row.isLife);
  return (
    <section class="card s">
      <h2>{w('life.title')}</h2>
      <p>{use?.chosen === 'lifeOnly' ? w('life.chosen') : w('life.line')}</p>
      <ul>
        {life.length > 0 && <li>{w('life.words', { n: life.length, size: sizeOf(life) })}</li>}
        {others.length > 0 && <li>{w('life.others', { n: others.length, size: sizeOf(others) })}</li>}
        <li>{w('life.unknown')}</li>
      </ul>
      <button class="btn w" onClick={() => void liftDataUse(true)}>
        <span>{rows.length > 0 ? w('life.all', { size: sizeOf(rows) }) : w('life.allGet')}</span>
      </button>
    </section>
  );
}

function sizeOf(rows: readonly OutboxRow[]): string {
  return formatSize(rows.reduce((sum, row) => sum + row.sizeBytes, 0));
}
