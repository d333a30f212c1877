import type { Device } from '../../shared/device/device.ts';
import type { Contacts } from '../../shared/fold/safety-list.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import type { ReaderTime } from '../../shared/fold/clocks.ts';
import type { SyncState } from '../../shared/sync/machine.ts';
import { toChannelId, type EntryId, type PersonId } from '../../shared/protocol/ids.ts';
import type { AppState } from '../state/model.ts';
import type { Known } from './known.ts';
import { ownDelivery } from './delivery-view.ts';
import { viewLeft } from './left-view.ts';
import { viewOutbox } from './outbox-view.ts';
import { viewSpots } from './places-view.ts';
import { viewSafety, viewStatus } from './safety-view.ts';
import { viewSyncLine } from './sync-line-view.ts';
import { viewVoices } from './voices-view.ts';

/** What the screens are drawn from. */
export interface Shown {
  readonly device: Device;
  readonly replica: Replica;
  readonly known: Known;
  readonly time: ReaderTime;
  readonly contacts: Contacts;
  /** As far as this device can know. */
  readonly friends: readonly PersonId[];
  readonly sync: SyncState;
  /** What the present flush of the outbox began with, or null. */
  readonly flushing: ReadonlySet<EntryId> | null;
  readonly nextTryAtMs: number | null;
  readonly isOnline: boolean;
  readonly isFull: boolean;
  /** The request under way has neither failed nor been answered for a while. */
  readonly isLong: boolean;
  readonly mostVoices: number;
  /** Whose history is on a screen. */
  readonly openPerson: string | undefined;
}

/** All that the page shows of what this device holds. */
export function viewAll(shown: Shown): Partial<AppState> {
  const { device, replica, known, time } = shown;
  const { person } = device;
  const { outbox, outboxBehind, landed, unsent, sending } = viewOutbox(shown);
  const own = replica.statuses.statementsAbout(person, time).find((one) => one.rung === 'self');
  const friends = new Set(shown.friends);
  const { voices, hasOlder } = viewVoices(shown);
  const { safety, about, named } = viewSafety(shown);
  const left = viewLeft(shown);
  return {
    phase: left ? 'left' : 'ready',
    left,
    me: {
      ...known.personOf(person),
      deviceId: device.id(),
      hasRecoveryWords: device.core.identity.recoverySeed === null,
      wasAdded: device.core.identity.root === null,
      status: own && { ...viewStatus(own, shown), delivery: ownDelivery(shown, [own.entry]) },
      about,
      named,
      audience: replica.access.audiences.audienceOf(toChannelId('life', person)),
    },
    voices,
    hasOlderVoices: hasOlder,
    safety,
    friends: [...friends].map(known.personOf).toSorted((a, b) => ((a.kana || a.name) < (b.kana || b.name) ? -1 : 1)),
    blocked: known.blocked().map(known.personOf),
    spots: viewSpots(shown),
    requests: replica.friends
      .requestsTo(person)
      .filter(({ from }) => !known.isBlocked(from))
      .map(({ from, clockMs }) => ({ person: known.personOf(from), atMs: clockMs })),
    sentRequests: replica.friends
      .requestsFrom(person)
      .filter(({ to }) => !friends.has(to) && !replica.persons.hasEnded(to))
      .map(({ to, entry, clockMs }) => ({
        person: known.personOf(to),
        atMs: clockMs,
        delivery: ownDelivery(shown, [entry]) ?? [{ stage: 'here', atMs: clockMs }],
      })),
    outbox,
    outboxBehind,
    landed,
    syncLine: viewSyncLine(shown, unsent, sending),
    entries: device.core.receivedAtMs.size + device.core.own.size,
  };
}
