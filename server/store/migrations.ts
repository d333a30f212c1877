import type { Database } from 'better-sqlite3';

/**
 * Each runs once, in order, in a transaction of its own; `user_version` says how many did. Never changed once released: a new one is added.
 *
 * `place` is shard · 2^40 + arrival: the row id, so rows are appended at the end and (shard, arrival) is unique without an index. A
 * channel is of one shard, so an index on (channel, lane) has the arrivals in order behind it. `segment_life` is for the start, when
 * permissions are read from lane 0. `branch` lists the heads of those few logs whose
 * segments do not simply follow one another; of all others the head is the end of the last segment. `known` has who is vouched for, by whom (a person, or
 * the id of an operator's code) and when. `returned` has the newest cursor with which a device came back.
 * `escrow` has seeds under passphrases, of those who wished it; taking one away leaves no row.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE shard_head (shard INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;
  CREATE TABLE channel (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE) STRICT;
  CREATE TABLE device (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE) STRICT;
  CREATE TABLE segment (
    place INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL,
    device INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER NOT NULL,
    to_hash8 BLOB NOT NULL,
    blob BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX segment_log ON segment (channel, device, lane, from_seq, to_hash8, to_seq);
  CREATE INDEX segment_channel ON segment (channel, lane);
  CREATE INDEX segment_life ON segment (place) WHERE lane = 0;
  CREATE TABLE branch (
    channel INTEGER NOT NULL, device INTEGER NOT NULL, lane INTEGER NOT NULL,
    number INTEGER NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (channel, device, lane, number, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE erased (
    channel INTEGER NOT NULL, device INTEGER NOT NULL, lane INTEGER NOT NULL,
    number INTEGER NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (channel, device, lane, number, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE handle (name TEXT PRIMARY KEY, person BLOB NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
  CREATE TABLE contact (person BLOB PRIMARY KEY, hour INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE known (person BLOB PRIMARY KEY, by BLOB NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE used_code (id BLOB PRIMARY KEY, person BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE returned (device BLOB PRIMARY KEY, person BLOB NOT NULL, cursor BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE escrow (person BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
];

/** Number of the newest schema that this version knows. */
export const schemaVersion = migrations.length;

/** Brings `database` to the newest schema. Throws for one that a later version of Tayori made. */
export function migrate(database: Database): void {
  const found = database.pragma('user_version', { simple: true }) as number;
  if (found > schemaVersion)
    throw new Error(`The data is of a later version (schema ${found}, here ${schemaVersion}).`);
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}
