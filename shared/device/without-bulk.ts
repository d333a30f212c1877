import { withoutBody, type Item } from '../log/item.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { laneOfKind } from '../protocol/parameters.ts';

const bulkLane = 3;

/** Whether `run` is of the lane that a full device can do without. */
export function isBulk(run: Run): boolean {
  return run.lane === bulkLane;
}

/** Whether `run` has bodies that a full device can do without. */
export function hasBulk(run: Run): boolean {
  return isBulk(run) && run.entries.some((entry) => entry.body !== null);
}

/** `run` with the headers of bulk alone: its chain can still be checked, and the bodies may come another time. */
export function withoutBulk(run: Run): Run {
  return isBulk(run) ? { ...run, entries: run.entries.map(withheld) } : run;
}

/** The same for an entry as folds read it. */
export function itemWithoutBulk(item: Item): Item {
  return laneOfKind(item.entry.kind) === bulkLane ? withoutBody(item, 'withheld') : item;
}

function withheld(entry: Entry): Entry {
  return entry.body === null ? entry : { ...entry, body: null, absence: 'withheld' };
}
