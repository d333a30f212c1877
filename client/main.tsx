import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/controls.css';
import './styles/layout.css';
import { render } from 'preact';
import { connectEngine } from './actions/engine.ts';
import { saveDraftsNow } from './actions/drafts.ts';
import { startNavigation } from './actions/navigate.ts';
import { loadPreferences } from './actions/preferences.ts';
import { readKeptViews } from './db/first-screens.ts';
import type { KeptViews } from './db/views.ts';
import { foldVersion } from '../shared/fold/version.ts';
import { stateShape, type AppState, type VoiceView } from './state/model.ts';
import { databaseName } from './db/names.ts';
import { nowMs } from './platform/clock.ts';
import { isFirstVisit } from './platform/first-visit.ts';
import { createWorkerLink } from './platform/worker-link.ts';
import { app } from './state/app.ts';
import { applyChange } from './state/change.ts';
import type { EngineMessage, Leaving } from './state/messages.ts';
import { App } from './views/app.tsx';

const tickMs = 20_000;

// The best time: a phone that is two days slow must not call an old word "safe".
function bestMs({ clockOffMs } = app.get().syncLine): number {
  return nowMs() + (clockOffMs ?? 0);
}

function tick(): void {
  app.set({ nowMs: bestMs() });
}

tick();
startNavigation();
// The first time the field for a name does not wait for the worker, nor for the worker's bytes on a thin line: they come when it is drawn.
if (await isFirstVisit(databaseName)) {
  app.set({ phase: 'first-run' });
  await draw();
  startWorker();
} else {
  // What was shown last is on the screen while entries are still being read; its sync line says up to when it is true.
  void readKeptViews(foldVersion, stateShape).then((kept) => kept && app.get().phase === 'opening' && showKept(kept));
  startWorker();
  await draw();
}

function showKept({ parts, rows, isOld }: KeptViews): void {
  const kept = Object.fromEntries(parts) as Partial<AppState>;
  const voices = rows.map(({ view }) => view as VoiceView);
  app.set({ ...kept, voices, nowMs: bestMs(kept.syncLine), ...(isOld && { rebuilding: { done: 0, of: 0 } }) });
}

function startWorker(): void {
  const worker = new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
  const link = createWorkerLink<EngineMessage>(worker, {
    onMessage: (message) =>
      message.change && app.set({ ...applyChange(app.get(), message.change), nowMs: bestMs(message.change.syncLine) }),
    onBroken: () => app.set({ phase: 'broken' }),
  });
  addEventListener('pagehide', ({ persisted }) => {
    worker.postMessage('leaving' satisfies Leaving);
    // Put aside for the back button its worker would keep the storage's lock (WebKit), and no page after it could write.
    if (persisted && 'locks' in navigator) worker.terminate();
  });
  addEventListener('pageshow', ({ persisted }) => persisted && 'locks' in navigator && location.reload());
  connectEngine(link.ask);
}

async function draw(): Promise<void> {
  await loadPreferences();
  if (__TEST_BUILD__) Object.assign(globalThis, { tayoriApp: app, tayoriBuild: __TEST_BUILD__ });
  const place = document.getElementById('app');
  if (!place) return;
  place.textContent = '';
  render(<App />, place);
}

setInterval(tick, tickMs);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') tick();
  else saveDraftsNow();
});
void import('./after-start.ts').then(({ startTheRest }) => startTheRest());
