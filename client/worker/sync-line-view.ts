import type { Reach, SyncLine } from '../state/model.ts';
import { lifeOnly } from './lanes.ts';
import type { Shown } from './show.ts';

/** The first line of every screen, from the conversation and what is left to send. */
export function viewSyncLine(shown: Shown, unsent: number, sending: SyncLine['sending']): SyncLine {
  const { device, sync, nextTryAtMs } = shown;
  const { lastContactMs, offsetMs } = device.core.meta;
  return {
    reach: reachOf(shown),
    upToMs: lastContactMs === null ? undefined : lastContactMs + offsetMs,
    unsent,
    sending,
    lifeOnly: sync.lanes === lifeOnly,
    nextTryAtMs: nextTryAtMs === null ? undefined : nextTryAtMs + offsetMs,
    clockOffMs: lastContactMs === null ? undefined : offsetMs,
  };
}

// `sync.contactMs` is null until the first answer of this run: what was true when the app was closed is not "fresh".
function reachOf({ sync, isOnline, isFull, isLong }: Shown): Reach {
  if (isFull) return 'full';
  if (sync.trouble !== null && !(isLong && isOnline)) return isOnline ? 'unreachable' : 'noSignal';
  if (sync.phase !== 'resting') return 'busy';
  if (sync.contactMs !== null) return 'fresh';
  return isOnline ? 'busy' : 'noSignal';
}
