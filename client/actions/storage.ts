import { app } from '../state/app.ts';
import { estimateStorage, persistStorage } from '../platform/storage.ts';

/** Asks the browser to keep what is stored, and what it has room for; nothing waits for its answers. */
export async function lookAtStorage(): Promise<void> {
  const [estimate, isPersistent] = await Promise.all([estimateStorage(), persistStorage()]);
  app.set({ storage: { ...estimate, isPersistent } });
}
