import type { Database } from './database.ts';

/** Small things of the screens that outlive the page. They are a convenience: when one cannot be kept, nothing written is lost. */
export async function keep(database: Database, key: string, value: unknown): Promise<boolean> {
  try {
    if (value === undefined) await database.delete('kept', key);
    else await database.put('kept', value, key);
    return true;
  } catch (reason) {
    console.warn('Could not be kept:', key, reason);
    return false;
  }
}

export async function recall(database: Database, key: string): Promise<unknown> {
  return database.get('kept', key);
}
