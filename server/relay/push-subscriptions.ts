import Database from 'better-sqlite3';
import type { DeviceId, PersonId } from '../../shared/protocol/ids.ts';

/** Where a device wants to be woken. */
export type Subscription = { readonly device: DeviceId; readonly person: PersonId; readonly endpoint: string };

/** Who wants to be woken, beside the log; see `openSubscriptions`. */
export type Subscriptions = {
  /** One for each device: another one takes its place. */
  put(subscription: Subscription): void;
  drop(device: DeviceId): void;
  of(device: DeviceId): Subscription | null;
  /** Devices of a person that want to be woken. */
  ofPerson(person: PersonId): readonly Subscription[];
  persons(): Iterable<PersonId>;
  /** How many want to be woken. */
  count(): number;
  close(): void;
};

/** Kept in a file of its own: lost, browsers find out when they next ask, and subscribe anew. No key of a device is in it, since nothing is sent but the call. */
export function openSubscriptions(path: string): Subscriptions {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS subscription (device TEXT PRIMARY KEY, person TEXT NOT NULL, endpoint TEXT NOT NULL) WITHOUT ROWID',
  );
  const insert = database.prepare('INSERT OR REPLACE INTO subscription VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM subscription WHERE device = ?');
  const byDevice = new Map<DeviceId, Subscription>();
  const byPerson = new Map<PersonId, Set<DeviceId>>();

  function hold(one: Subscription): void {
    byDevice.set(one.device, one);
    byPerson.set(one.person, (byPerson.get(one.person) ?? new Set()).add(one.device));
  }

  for (const row of database.prepare('SELECT device, person, endpoint FROM subscription').all())
    hold(row as Subscription);
  return {
    put(one) {
      insert.run(one.device, one.person, one.endpoint);
      hold(one);
    },
    drop(device) {
      const known = byDevice.get(device);
      if (!known) return;
      remove.run(device);
      byDevice.delete(device);
      const devices = byPerson.get(known.person);
      devices?.delete(device);
      if (devices?.size === 0) byPerson.delete(known.person);
    },
    of: (device) => byDevice.get(device) ?? null,
    ofPerson: (person) => [...(byPerson.get(person) ?? [])].flatMap((device) => byDevice.get(device) ?? []),
    persons: () => byPerson.keys(),
    count: () => byDevice.size,
    close: () => void database.close(),
  };
}
