import { useEffect, useState } from 'preact/hooks';
import { createStore } from './store.ts';
import type { AppState } from './model.ts';

/** What the page shows before anything was read from this phone. */
export const openingState: AppState = {
  phase: 'opening',
  rebuilding: undefined,
  nowMs: 0,
  path: '/',
  language: 'ja',
  theme: 'auto',
  textSize: 'normal',
  me: undefined,
  syncLine: { reach: 'opening', upToMs: undefined, unsent: 0, lifeOnly: false },
  voices: [],
  hasOlderVoices: false,
  safety: [],
  safetyFilter: { only: 'all', search: '' },
  friends: [],
  blocked: [],
  spots: [],
  requests: [],
  sentRequests: [],
  invite: undefined,
  received: undefined,
  handle: {},
  found: undefined,
  pictures: {},
  picturesLeftOut: 0,
  outbox: [],
  outboxBehind: { count: 0, onlyHere: 0, sizeBytes: 0 },
  landed: [],
  storage: { usedBytes: undefined, freeBytes: undefined, isPersistent: undefined },
  entries: 0,
  notices: [],
  surroundings: undefined,
  canInstall: false,
  drafts: {},
};

/** The one state of the page. Only actions and the wiring in main write to it. */
export const app = createStore<AppState>(openingState);

/** The part of the state that `select` picks; the component is drawn again when that part changes. */
export function useApp<T>(select: (state: AppState) => T): T {
  const [, redraw] = useState({});
  const picked = select(app.get());
  useEffect(() => {
    if (!Object.is(picked, select(app.get()))) redraw({});
    return app.subscribe(() => {
      if (!Object.is(picked, select(app.get()))) redraw({});
    });
  });
  return picked;
}
