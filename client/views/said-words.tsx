import type { CorrectionView } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { w } from '../ui/words.tsx';

/** What somebody wrote, with its corrections on top of it; where the words are gone that is said. */
export function SaidWords(props: {
  text: string;
  isAbsent: boolean | undefined;
  corrections: readonly CorrectionView[];
  nowMs: number;
}) {
  const { text, isAbsent, corrections, nowMs } = props;
  const words = isAbsent ? <p class="x m">{w('voice.absent')}</p> : text && <p class="x pre">{text}</p>;
  if (corrections.length === 0) return words;
  // In a box of its own nothing comes between a correction and what it corrects.
  return (
    <div class="x">
      {corrections.map(({ id, text: right, atMs }) => (
        <div key={id} class="fix">
          <small>{w('voice.correction', { time: formatMoment(atMs, nowMs) })}</small>
          <p class="pre">{right}</p>
        </div>
      ))}
      {words}
    </div>
  );
}
