import { useEffect } from 'preact/hooks';
import { lookAtQuiet, turnQuietOff, turnQuietOn } from '../actions/quiet.ts';
import { useApp } from '../state/app.ts';
import type { QuietState } from '../state/model.ts';
import { w } from '../ui/words.tsx';

const words = {
  unsupported: 'quiet.unsupported',
  off: 'quiet.off',
  asking: 'quiet.asking',
  on: 'quiet.on',
  denied: 'quiet.denied',
  dead: 'quiet.dead',
  unreachable: 'quiet.unreachable',
  noService: 'quiet.noService',
} as const satisfies Readonly<Record<QuietState, string>>;

/** Whether this device says that something is new while the app is closed: off unless chosen. */
export function Quiet() {
  const quiet = useApp((state) => state.quiet) ?? 'off';
  useEffect(lookAtQuiet, []);
  return (
    <section class="card s">
      <h2>{w('quiet.title')}</h2>
      <p role="status">{w(words[quiet])}</p>
      {quiet !== 'unsupported' && <p class="m">{w('quiet.what')}</p>}
      {quiet !== 'on' && <p class="m">{w('quiet.without')}</p>}
      {quiet === 'on' ? (
        <button class="btn w" onClick={() => void turnQuietOff()}>
          <span>{w('quiet.stop')}</span>
        </button>
      ) : (
        quiet !== 'unsupported' &&
        quiet !== 'denied' && (
          <button class="btn w" disabled={quiet === 'asking'} onClick={() => void turnQuietOn()}>
            <span>{w('quiet.go')}</span>
          </button>
        )
      )}
    </section>
  );
}
