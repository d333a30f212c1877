import type { Database } from 'better-sqlite3';
import type { SideCall } from './writer-messages.ts';

/** Carries out side calls on the writer's connection; each is durable when it returns. Throws what SQLite throws. */
export function createSideCalls(database: Database): (call: SideCall) => unknown {
  const addHandle = database.prepare('INSERT INTO handle (name, person) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const personOf = database.prepare('SELECT person FROM handle WHERE name = ?').pluck();
  const handleOf = database.prepare('SELECT name FROM handle WHERE person = ?').pluck();
  const saveContact = database.prepare(
    'INSERT INTO contact (person, hour) VALUES (?, ?) ON CONFLICT DO UPDATE SET hour = max(hour, excluded.hour)',
  );
  const allContacts = database.prepare('SELECT lower(hex(person)), hour FROM contact').raw();
  const saveCursor = database.prepare('INSERT OR REPLACE INTO returned (device, person, cursor) VALUES (?, ?, ?)');
  const dropOldCursors = database.prepare('DELETE FROM returned WHERE substr(cursor, 1, 8) <> ?');
  const allCursors = database.prepare(
    'SELECT lower(hex(person)) AS person, lower(hex(device)) AS device, cursor FROM returned',
  );
  const allKnown = database.prepare('SELECT lower(hex(person)), lower(hex(by)), at_ms FROM known').raw();
  const addKnown = database.prepare('INSERT INTO known (person, by, at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const addCode = database.prepare('INSERT INTO used_code (id, person) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const userOf = database.prepare('SELECT person FROM used_code WHERE id = ?').pluck();
  const putEscrow = database.prepare('INSERT OR REPLACE INTO escrow (person, sealed) VALUES (?, ?)');
  const dropEscrow = database.prepare('DELETE FROM escrow WHERE person = ?');
  const escrowOf = database.prepare('SELECT sealed FROM escrow WHERE person = ?').pluck();
  const findPerson = (handle: string) => (personOf.get(handle) as Buffer | undefined)?.toString('hex') ?? null;
  const useCode = database.transaction((id: Buffer, person: Buffer, atMs: number): boolean => {
    addCode.run(id, person);
    if (!(userOf.get(id) as Buffer).equals(person)) return false;
    addKnown.run(person, id, atMs);
    return true;
  });
  return (call) => {
    switch (call.name) {
      case 'claim-handle':
        addHandle.run(call.handle, Buffer.from(call.person, 'hex'));
        return findPerson(call.handle) === call.person;
      case 'find-handle':
        return findPerson(call.handle);
      case 'handle-of':
        return handleOf.get(Buffer.from(call.person, 'hex')) ?? null;
      case 'save-contacts':
        database.transaction(() => {
          for (const [person, hour] of call.contacts) saveContact.run(Buffer.from(person, 'hex'), hour);
        })();
        return null;
      case 'load-contacts':
        return allContacts.all();
      case 'save-cursors':
        database.transaction(() => {
          for (const { device, person, cursor } of call.cursors)
            saveCursor.run(Buffer.from(device, 'hex'), Buffer.from(person, 'hex'), cursor);
        })();
        return null;
      case 'load-cursors':
        dropOldCursors.run(Buffer.from(call.epoch, 'hex'));
        return allCursors.all();
      case 'load-known':
        return allKnown.all();
      case 'save-known':
        addKnown.run(Buffer.from(call.person, 'hex'), Buffer.from(call.by, 'hex'), call.atMs);
        return null;
      case 'put-escrow':
        putEscrow.run(Buffer.from(call.person, 'hex'), call.sealed);
        return null;
      case 'drop-escrow':
        dropEscrow.run(Buffer.from(call.person, 'hex'));
        return null;
      case 'find-escrow':
        return escrowOf.get(Buffer.from(call.person, 'hex')) ?? null;
      case 'use-code':
        return useCode(Buffer.from(call.codeId, 'hex'), Buffer.from(call.person, 'hex'), call.atMs);
    }
  };
}
