import { useApp } from '../state/app.ts';
import type { SyncLine as Line } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';

const icons: Readonly<Record<Line['reach'], IconName>> = {
  opening: 'wait',
  never: 'off',
  fresh: 'on',
  busy: 'sync',
  noSignal: 'off',
  unreachable: 'off',
  hub: 'hub',
  full: 'warn',
};

/** The first line of every screen: up to what time it is true, and what has not left. It opens the outbox. */
export function SyncLine() {
  const line = useApp((state) => state.syncLine);
  const nowMs = useApp((state) => state.nowMs);
  const rebuilding = useApp((state) => state.rebuilding);
  return (
    <section class={`sync${line.reach === 'full' ? ' bad' : ''}`} aria-label={t('sync.label')}>
      <a class="in" href="/outbox">
        <Icon name={icons[line.reach]} />
        <span class="f line" role="status">
          <b>{headline(line, nowMs)}</b> <span>{rebuilding ? progress(rebuilding) : details(line)}</span>
        </span>
        <span class="go">
          <Icon name="go" />
        </span>
      </a>
    </section>
  );
}

function progress({ done, of }: { readonly done: number; readonly of: number }) {
  return (
    <>
      {w('sync.rebuilding')} {of > 0 && `${done}／${of}`}
    </>
  );
}

function headline(line: Line, nowMs: number) {
  if (line.reach === 'opening') return w('sync.opening');
  if (line.reach === 'full') return w('sync.full');
  if (line.upToMs === undefined) return w('sync.never');
  const time = formatMoment(line.upToMs, nowMs);
  return line.reach === 'fresh' ? w('sync.fresh', { time }) : w('sync.upTo', { time });
}

function details(line: Line) {
  if (line.reach === 'opening') return null;
  const unsent = line.unsent > 0 ? w('sync.unsent', { n: line.unsent }) : w('sync.noUnsent');
  if (line.reach === 'full') return w('sync.fullWhy');
  const isQuiet = line.reach === 'busy' && line.unsent === 0;
  if (isQuiet) return w('sync.receiving');
  const state = line.lifeOnly ? w('sync.lifeOnly') : stateOf(line);
  return state ? (
    <>
      {state}
      {t('sep.dot')}
      {unsent}
    </>
  ) : (
    unsent
  );
}

// What has not left is said in every state: a request may take two minutes to come to nothing.
function stateOf(line: Line) {
  if (line.reach === 'busy') return line.sending ? w('sync.busy', line.sending) : w('sync.trying');
  if (line.reach === 'noSignal') return w('sync.noSignal');
  if (line.reach === 'unreachable') return w('sync.unreachable');
  if (line.reach === 'hub') return line.hubName ?? w('sync.hub');
  return null;
}
