import type { DataUse } from '../state/model.ts';
import { ask } from './engine.ts';

/** Chooses what may travel from now on, for all tabs and what is sent in the background. */
export async function chooseDataUse(use: DataUse): Promise<void> {
  await ask('setDataUse', { use });
}

/** Sends and gets everything until the app is closed, or goes back to what was chosen. */
export async function liftDataUse(isLifted: boolean): Promise<void> {
  await ask('liftDataUse', { isLifted });
}
