import { ask } from './engine.ts';

/** Tries to reach the server now, whatever the waiting time was; by hand unless said otherwise. */
export async function syncNow(byHand = true): Promise<void> {
  await ask('syncNow', { byHand });
}

/** Brings the history of one person for their page. */
export async function openPerson(personId: string): Promise<void> {
  await ask('openPerson', { personId });
}

/** Lists so many of the newest voices, as far as there are. */
export async function listVoices(most: number): Promise<void> {
  await ask('listVoices', { most });
}
