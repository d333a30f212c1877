import { openDatabase, type Database } from '../db/database.ts';
import { recall } from '../db/kept.ts';
import { createPlace } from '../db/place.ts';
import { randomId } from '../platform/random.ts';
import type { CommandMessage, EngineMessage, Leaving } from '../state/messages.ts';
import type { Change } from '../state/change.ts';
import { createEngine, draftsKey } from './engine.ts';
import { createKeptScreens } from './kept-screens.ts';
import { joinTabs, type Tabs } from './tabs.ts';

/** Opens the database, shows what was shown last, and takes its place among the tabs. Gives the way to ask, or nothing when there is no storage. */
export async function startWorker(origin: string, tell: (message: EngineMessage) => void) {
  const show = (change: Change) => tell({ kind: 'state', change });
  let database: Database;
  try {
    const sayOldTab = () => show({ notices: ['otherTabOld'] });
    const sayGone = () => show({ notices: ['keysGone'] });
    database = await openDatabase(sayOldTab, sayOldTab, sayGone, () => {
      // Nothing may be written any more by what was open.
      tell({ kind: 'state', change: { phase: 'left', left: { waiting: 0, isWiped: true } } });
      close();
    });
  } catch (reason) {
    console.error('The database could not be opened.', reason);
    show({ phase: 'unsupported' });
    return undefined;
  }
  const drafts = ((await recall(database, draftsKey)) as Record<string, string> | undefined) ?? {};
  show({ drafts });
  const screens = createKeptScreens(database);
  let tabs: Tabs | undefined = undefined;
  const place = createPlace(database);
  const showInTabs = (change: Change) => (tabs ? tabs.show(change) : show(change));
  const engine = createEngine(database, place, origin, drafts, screens, showInTabs);
  tabs = joinTabs(randomId(), engine, place, tell);
  return (message: CommandMessage | Leaving) => (message === 'leaving' ? place.leave() : tabs?.ask(message));
}
