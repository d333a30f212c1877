import { openDatabase, type Database } from '../db/database.ts';
import { recall } from '../db/kept.ts';
import type { CommandMessage, EngineMessage } from '../state/messages.ts';
import type { AppState } from '../state/model.ts';
import { createEngine, draftsKey, snapshotKey } from './engine.ts';
import { joinTabs, type Tabs } from './tabs.ts';

/** Opens the database, shows what was shown last, and takes its place among the tabs. Gives the way to ask, or nothing when there is no storage. */
export async function startWorker(origin: string, tell: (message: EngineMessage) => void) {
  const show = (change: Partial<AppState>) => tell({ kind: 'state', change });
  let database: Database;
  try {
    const sayOldTab = () => show({ notices: ['otherTabOld'] });
    database = await openDatabase(sayOldTab, sayOldTab);
  } catch (reason) {
    console.error('The database could not be opened.', reason);
    show({ phase: 'unsupported' });
    return undefined;
  }
  const drafts = ((await recall(database, draftsKey)) as Record<string, string> | undefined) ?? {};
  const snapshot = (await recall(database, snapshotKey)) as Partial<AppState> | undefined;
  // What was shown last is on the screen before anything is opened, verified or asked; its sync line says up to when it is true.
  show(snapshot ? { ...snapshot, drafts } : { drafts });
  let tabs: Tabs | undefined = undefined;
  const engine = createEngine(database, origin, drafts, (change) => (tabs ? tabs.show(change) : show(change)));
  tabs = joinTabs(crypto.randomUUID(), engine, tell);
  return (command: CommandMessage) => tabs?.ask(command);
}
