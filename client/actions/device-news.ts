import { app } from '../state/app.ts';
import { addNotice, ask, clearNotices } from './engine.ts';

const firstMs = 8_000;
const restMs = 60_000;

/** Asks now and then, once the app has met its server, what my other devices did, and lets the notice speak of it until it is put away. */
export function watchDeviceNews(): void {
  let askedFor: number | undefined;
  const look = async () => {
    const { phase, syncLine } = app.get();
    // A device that was cut off meets no server any more, and is told all the same.
    const isNew = syncLine.upToMs !== askedFor || syncLine.reach === 'unreachable';
    if (phase !== 'ready' || !isNew) return;
    askedFor = syncLine.upToMs;
    const told = await ask('deviceNews', null);
    if (!told.ok) return;
    const { changes, isCut, mustBeAdded } = told.value;
    app.set({ deviceNews: told.value });
    if (changes.length > 0 || isCut || mustBeAdded) addNotice('devices');
    else clearNotices(['devices']);
  };
  setTimeout(() => void look(), firstMs);
  setInterval(() => void look(), restMs);
}

/** What was told is known from now on, also after a restart. What still holds stays. */
export async function putNewsAway(): Promise<void> {
  if (!(await ask('deviceNewsSeen', null)).ok) return;
  const { deviceNews } = app.get();
  if (!deviceNews) return;
  app.set({ deviceNews: { ...deviceNews, changes: [] } });
  if (!deviceNews.isCut && !deviceNews.mustBeAdded) clearNotices(['devices']);
}
