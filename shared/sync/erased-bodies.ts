import type { Item } from '../log/item.ts';
import { equalBytes } from '../protocol/bytes.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import type { PersonId } from '../protocol/ids.ts';
import { laneOfKind, lanes, numberLimit } from '../protocol/parameters.ts';
import { outlastsPerson } from '../kinds/outlast.ts';
import type { Directory } from './directory.ts';
import { fromSegment } from './segments.ts';
import type { StoredLogs } from './stored-part.ts';
import type { Erasing } from './store.ts';

/**
 * What the erase entries among `items` take out of the store. One that names its target by another kind than it has reaches nothing: folds go by
 * the same rule, and of some kinds no body may go.
 */
export async function erasingsOf(
  items: readonly Item[],
  ports: StoredLogs & { readonly directory: Directory },
): Promise<readonly Erasing[]> {
  const erasings: Erasing[] = [];
  for (const item of items) {
    const { body, entry } = item;
    if (ports.directory.endsPerson(item)) erasings.push(...(await bodiesOf(item.author, ports)));
    if (body?.kind !== 'erase' || !ports.directory.mayErase(item)) continue;
    const { device, number, kindNumber, targetHash: hash } = body;
    const lane = laneOfKind(kindNumber);
    const segments = await ports.store.readLog(entry.channel, device, lane, number, number);
    const targets = segments.map((segment) => fromSegment(segment, ports.hash).entries[number - segment.from]);
    const isOther = targets.some((target) => target && equalBytes(target.hash, hash) && target.kind !== kindNumber);
    if (!isOther) erasings.push({ channel: entry.channel, device, lane, number, hash });
  }
  return erasings;
}

/** Everything that a person wrote and that does not outlast them, wherever they may have written. */
async function bodiesOf(
  person: PersonId,
  ports: StoredLogs & { readonly directory: Directory },
): Promise<readonly Erasing[]> {
  const erasings: Erasing[] = [];
  const { devices, channels } = ports.directory.reachOf(person);
  for (const channel of channels) {
    for (const device of devices) {
      for (const lane of lanes) {
        for (const segment of await ports.store.readLog(channel, device, lane, 1, numberLimit)) {
          for (const { number, hash, kind, absence } of fromSegment(segment, ports.hash).entries) {
            if (absence !== 'erased' && !outlastsPerson(kind)) erasings.push({ channel, device, lane, number, hash });
          }
        }
      }
    }
  }
  return erasings;
}

/** `run` without the bodies whose erasure is known. */
export function withoutErased(run: Run, directory: Directory): Run {
  const entries = run.entries.map((entry): Entry =>
    entry.body !== null && directory.isErased(entry) ? { ...entry, body: null, absence: 'erased' } : entry,
  );
  return { ...run, entries };
}
