import { existsSync, statSync } from 'node:fs';
import { dataFolder } from '../store/data-folder.ts';
import { readLedger } from '../store/erasure-ledger.ts';
import { openForReading } from '../store/open-database.ts';

const laneNames = ['life', 'direct', 'social', 'bulk'];

/** How much is stored, without contents, ids or names. Throws where there is no data. */
export function showStats(folder: string): string {
  const paths = dataFolder(folder);
  if (!existsSync(paths.database)) throw new Error(`${folder} holds no data.`);
  const database = openForReading(paths.database);
  try {
    const one = (sql: string) => database.prepare(sql).pluck().get() as number | string;
    const lanes = database
      .prepare('SELECT lane, count(*), sum(to_seq - from_seq + 1), sum(length(blob)) FROM segment GROUP BY lane')
      .raw()
      .all() as [number, number, number, number][];
    const { erasings, damaged } = readLedger(paths.ledger);
    return [
      `epoch ${one("SELECT value FROM meta WHERE name = 'epoch'")}, schema ${database.pragma('user_version', { simple: true })}`,
      `database ${toMb(statSync(paths.database).size)}`,
      ...lanes.map(
        ([lane, segments, entries, bytes]) =>
          `${laneNames[lane]}: ${entries} entries in ${segments} segments, ${toMb(bytes)}`,
      ),
      `channels ${one('SELECT count(*) FROM channel')}, devices ${one('SELECT count(*) FROM device')}, handles ${one('SELECT count(*) FROM handle')}`,
      `erasures ${one('SELECT count(*) FROM erased')}, in the ledger ${erasings.length}${damaged > 0 ? `, DAMAGED LINES ${damaged}` : ''}`,
      `forked logs ${one('SELECT count(*) FROM (SELECT 1 FROM branch GROUP BY channel, device, lane HAVING count(*) > 1)')}`,
    ].join('\n');
  } finally {
    database.close();
  }
}

function toMb(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
