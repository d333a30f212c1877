import type { Item } from '../log/item.ts';
import { fromLogKey, toChannelId } from '../protocol/ids.ts';
import { readTrusted } from './core.ts';
import type { Device } from './device.ts';
import type { OwnRow } from './ports.ts';

/** Clocks that differ less are taken as they are. */
const mostOffMs = 5 * 60_000;
/** As long after the answer what it was given may still be what is corrected. */
const freshMs = 10 * 60_000;

/**
 * Says by a `clock` entry what the times of entries were that this device wrote by a clock which the last contact showed to be off, so that a status of now
 * does not count as one of years ago. Corrected is what was not at the server before and would, by that clock, have been written since it was heard from:
 * the rest was written by another clock, and of that nothing is known. Called after each sync; true when something was written, and not twice for one entry.
 */
export async function correctClock(device: Device): Promise<boolean> {
  const { core } = device;
  const { offsetMs } = core.meta;
  if (Math.abs(offsetMs) <= mostOffMs) return false;
  const bestMs = core.ports.nowMs() + offsetMs;
  const isFresh = ({ atServerMs }: OwnRow) => atServerMs === null || atServerMs > bestMs - freshMs;
  const rows = device.own().filter((row) => fromLogKey(row.log).device === device.id());
  const heardMs = rows.reduce((last, row) => (isFresh(row) ? last : Math.max(last, row.atServerMs ?? 0)), 0);
  const corrections = await readAll(device, rows.filter(isCorrection(device)));
  const isCorrected = (clockMs: number) =>
    corrections.some(
      ({ body }) =>
        body?.kind === 'clock' &&
        clockMs >= body.fromMs &&
        clockMs <= body.toMs &&
        Math.abs(body.offsetMs - offsetMs) <= mostOffMs,
    );
  const wrong = (await readAll(device, rows.filter(isFresh)))
    .filter(({ body }) => body !== null && body.kind !== 'clock')
    .map(({ entry }) => entry.clockMs)
    .filter((clockMs) => !isCorrected(clockMs) && clockMs + offsetMs >= heardMs - mostOffMs)
    .filter((clockMs) => clockMs + offsetMs <= bestMs + mostOffMs);
  if (wrong.length === 0) return false;
  const [fromMs, toMs] = wrong.reduce(([from, to], ms) => [Math.min(from, ms), Math.max(to, ms)], [Infinity, 0]);
  return (await device.write('clock', toChannelId('card', device.person), { fromMs, toMs, offsetMs })).ok;
}

const isCorrection = (device: Device) => (row: OwnRow) =>
  fromLogKey(row.log).channel === toChannelId('card', device.person);

async function readAll({ core }: Device, rows: readonly OwnRow[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const row of rows) items.push(...(await readTrusted(core, row.batch)).items);
  return items;
}
