import type { Database } from 'better-sqlite3';
import { createLru } from './lru.ts';

/** Numbers of channels and devices, which are long and stand in every row. */
export type Names = {
  /** The number of a name, or null when it has none. */
  find(name: string): number | null;
  /** The number of a name, given it now if need be. */
  intern(name: string): number;
  /** The name with a number. Throws when there is none. */
  nameOf(id: number): string;
  /** Forgets what was remembered: after a transaction was undone. */
  forget(): void;
};

/** The names of `table`; the last 200,000 used are remembered. */
export function createNames(database: Database, table: 'channel' | 'device'): Names {
  const idByName = createLru<string, number>(200_000);
  const nameById = createLru<number, string>(200_000);
  const findRow = database.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck();
  const nameRow = database.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck();
  const addRow = database.readonly ? null : database.prepare(`INSERT INTO ${table} (name) VALUES (?)`);

  function find(name: string): number | null {
    const known = idByName.get(name);
    if (known !== undefined) return known;
    const id = findRow.get(Buffer.from(name, 'hex')) as number | undefined;
    if (id === undefined) return null;
    idByName.set(name, id);
    return id;
  }
  return {
    find,
    intern(name) {
      const found = find(name);
      if (found !== null) return found;
      if (addRow === null) throw new Error('a reader gives no numbers');
      const id = Number(addRow.run(Buffer.from(name, 'hex')).lastInsertRowid);
      idByName.set(name, id);
      return id;
    },
    nameOf(id) {
      const known = nameById.get(id);
      if (known !== undefined) return known;
      const bytes = nameRow.get(id) as Buffer | undefined;
      if (bytes === undefined) throw new Error(`${table} ${id} has no name`);
      const name = bytes.toString('hex');
      nameById.set(id, name);
      return name;
    },
    forget() {
      idByName.clear();
      nameById.clear();
    },
  };
}
