import { encodeBatch, type SessionParty } from '../protocol/encode-batch.ts';
import { sha256 } from '../protocol/hash.ts';
import { fromLogKey, toLogKey, type LogKey } from '../protocol/ids.ts';
import { joinRuns } from '../log/join-runs.ts';
import { splitRun } from '../log/split-run.ts';
import { maxUnsignedEntries } from '../protocol/parameters.ts';
import { openBatch } from '../protocol/open-batch.ts';
import { packRun } from '../protocol/pack-run.ts';
import { finalCodes } from '../sync/final-codes.ts';
import type { Run } from '../protocol/entry.ts';
import type { SyncAnswer } from '../sync/messages.ts';
import { encodeRuns, keptBatches, readTrusted, sizeOfRun, type DeviceCore } from './core.ts';
import type { OwnRow } from './ports.ts';

/** What one request carries up. */
export type Shipment = {
  readonly batch: Uint8Array;
  readonly runs: readonly SentRun[];
  /** Of an offer: whether more was wanted than went along. */
  readonly isCut: boolean;
};

/** One run of a shipment; `rows` are those of this device's own entries in it. */
export type SentRun = {
  readonly log: LogKey;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly OwnRow[];
};

/** Order of travel: life first, then as written; a log never out of its order. */
export function compareRows(a: OwnRow, b: OwnRow): number {
  return fromLogKey(a.log).lane - fromLogKey(b.log).lane || a.order - b.order;
}

/**
 * As much of the outbox as fits in `maxBytes` (one entry at least), as one run a log, or null when nothing waits. Within a session neither
 * device nor base travels: the server has what comes before, or says `gap`, and then the base goes along.
 */
export function packOutbox(core: DeviceCore, maxBytes: number, lanes: number, session: SessionParty): Shipment | null {
  const rowsByLog = new Map<LogKey, OwnRow[]>();
  let bytes = 0;
  for (const row of [...core.own.values()].filter((one) => one.state === 'unsent').sort(compareRows)) {
    const { lane, device } = fromLogKey(row.log);
    if (((lanes >> lane) & 1) === 0 || device !== session.device) continue;
    if (bytes > 0 && bytes + row.batch.length > maxBytes) break;
    bytes += row.batch.length;
    rowsByLog.set(row.log, [...(rowsByLog.get(row.log) ?? []), row]);
  }
  if (rowsByLog.size === 0) return null;
  const groups = [...rowsByLog.values()];
  const runs = groups.map((rows) => joinRows(core, rows));
  // The server learns of this device from the certificate that its first entry travels with.
  const isFirst = groups.some((rows) => rows.some((row) => row.number === 1));
  const certificates = isFirst ? [core.certificate] : [];
  const batch = encodeBatch(
    runs.map((run, i) => packRun(run, groups[i]?.[0]?.code === 'gap')),
    { certificates, rotations: [], session },
  );
  const sent = groups.map((rows) => ({
    log: rows[0]?.log ?? '',
    from: rows[0]?.number ?? 0,
    to: rows.at(-1)?.number ?? 0,
    rows,
  }));
  return { batch, runs: sent, isCut: false };
}

/**
 * What this device holds of others' logs that a server lacks, with bases: so that entries outlive a server's lost disk. Own logs go through the
 * outbox. At most `maxBytes`, but for a first run that cannot be cut; `isCut` when that was not all.
 */
export async function packOffer(
  core: DeviceCore,
  wanted: SyncAnswer['wanted'],
  maxBytes: number,
): Promise<Shipment | null> {
  const afterByLog = new Map(wanted.map((one) => [one.log, one.after]));
  const lacks = (run: Run) => {
    const after = afterByLog.get(toLogKey(run.channel, run.device, run.lane));
    return after !== undefined && (run.entries.at(-1)?.number ?? 0) > after;
  };
  const kept: Run[] = [];
  for await (const batch of keptBatches(core)) {
    const { runs } = await readTrusted(core, batch);
    kept.push(...runs.filter((run) => run.device !== core.certificate.device && lacks(run)));
  }
  const parts = joinRuns(kept).flatMap((run) => splitRun(run, maxUnsignedEntries).filter(lacks));
  let bytes = 0;
  const fits = parts.findIndex((run, i) => (bytes += sizeOfRun(run)) > maxBytes && i > 0);
  const runs = fits < 0 ? parts : parts.slice(0, fits);
  if (runs.length === 0) return null;
  const sent = runs.map((run) => ({
    log: toLogKey(run.channel, run.device, run.lane),
    from: run.from,
    to: run.entries.at(-1)?.number ?? 0,
    rows: run.entries.flatMap((entry) => core.own.get(entry.id) ?? []),
  }));
  return { batch: encodeRuns(core, runs), runs: sent, isCut: runs.length < parts.length };
}

/** Logs of this person's earlier devices in which something waits again, because a server lost it: as if the server had asked for it. */
export function strayLogs(core: DeviceCore): SyncAnswer['wanted'] {
  const afterByLog = new Map<LogKey, number>();
  for (const row of core.own.values()) {
    if (row.state !== 'unsent' || fromLogKey(row.log).device === core.certificate.device) continue;
    afterByLog.set(row.log, Math.min(row.number - 1, afterByLog.get(row.log) ?? row.number));
  }
  return [...afterByLog].map(([log, after]) => ({ log, after }));
}

/**
 * The rows of a shipment as the server's answer leaves them: durable there up to where it said, refused with a reason that no
 * retry mends, or still unsent. Never called without an answer; an answer that was lost leaves everything unsent and is repeated.
 */
export function settleRows(
  shipment: Shipment,
  answer: SyncAnswer,
  bestMs: number,
  epoch: string | null,
): readonly OwnRow[] {
  const refusedByRun = new Map(answer.refused.map((part) => [part.run, part]));
  return shipment.runs.flatMap((run, index): OwnRow[] => {
    const refused = refusedByRun.get(index);
    return run.rows.flatMap((row): OwnRow[] => {
      if (row.state === 'server') return [];
      if (refused === undefined || row.number <= refused.storedTo)
        return [{ ...row, state: 'server', code: null, atServerMs: bestMs, epoch }];
      const isFinal = finalCodes.has(refused.code);
      return [{ ...row, state: isFinal ? 'refused' : 'unsent', code: refused.code }];
    });
  });
}

function joinRows(core: DeviceCore, rows: readonly OwnRow[]): Run {
  const runs = rows.map((row) => {
    const opened = openBatch(row.batch, () => null, null, core.ports.hash ?? sha256);
    const open = opened.ok ? opened.value.runs[0] : undefined;
    if (open === undefined) throw new Error('damaged outbox');
    return open;
  });
  const [first] = runs;
  if (first === undefined) throw new RangeError('no rows');
  const points = runs.flatMap((run) => run.signatures.map((point) => [point.number, point.signature] as const));
  const { channel, device, lane, from, start } = first;
  const entries = runs.flatMap((run) => run.entries);
  // One signature answers for what came before it, every 32nd travels so that a store can cut the run.
  // Behind a refusal all of them do: what stands before the refused entry can be stored then.
  const last = points.at(-1)?.[0];
  const isRefused = rows.some((row) => row.code !== null);
  const signatures = new Map(points.filter(([number]) => isRefused || number === last || number % 32 === 0));
  return { channel, device, lane, from, base: start, entries, signatures };
}
