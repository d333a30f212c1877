import type { Device } from '../../shared/device/device.ts';
import type { Place } from '../../shared/kinds/place.ts';
import { need } from '../../shared/kinds/kinds.ts';
import type { SyncState } from '../../shared/sync/machine.ts';
import type { AppState, NeedTag, Reach, StatusView, SyncLine, VoiceView } from '../state/model.ts';
import type { ItemNotes } from './item-notes.ts';
import type { Known } from './known.ts';
import { deliveryOf, viewOutbox } from './outbox-view.ts';

/** What the screens are drawn from. */
export interface Shown {
  readonly device: Device;
  readonly known: Known;
  readonly notes: ItemNotes;
  readonly sync: SyncState;
  readonly nextTryAtMs: number | null;
  readonly isOnline: boolean;
  readonly isFull: boolean;
}

const day = 86_400_000;
const needByNumber = new Map<number, NeedTag>(Object.entries(need).map(([name, number]) => [number, name as NeedTag]));

/** All that the page shows of what this device holds. */
export function viewAll(shown: Shown): Partial<AppState> {
  const { device, known, notes, sync, isOnline } = shown;
  const rows = device.own();
  const { outbox, landed, unsent } = viewOutbox(rows, {
    itemOf: (id) => notes.get(id),
    nameOf: (person) => known.personOf(person).name,
    sync,
    isOnline,
  });
  return {
    phase: 'ready',
    me: {
      ...known.personOf(device.person),
      deviceId: device.id(),
      hasRecoveryWords: device.core.identity.recovery === null,
      status: viewMyStatus(shown),
    },
    voices: viewVoices(shown),
    outbox,
    landed,
    syncLine: viewSyncLine(shown, unsent),
  };
}

/** The first line of every screen, from the conversation and what is left to send. */
export function viewSyncLine({ device, sync, isOnline, isFull, nextTryAtMs }: Shown, unsent: number): SyncLine {
  const { lastContactMs, offsetMs } = device.core.meta;
  const isBusy = sync.phase === 'asking' || sync.phase === 'storing';
  const isFresh = sync.trouble === null && lastContactMs !== null;
  const lost: Reach = isOnline ? 'unreachable' : 'noSignal';
  return {
    reach: isFull
      ? 'full'
      : isBusy && isFresh
        ? 'busy'
        : isFresh
          ? 'fresh'
          : lastContactMs === null && isBusy
            ? 'never'
            : lost,
    upToMs: lastContactMs ?? undefined,
    unsent,
    lifeOnly: sync.lanes === 1,
    nextTryAtMs: nextTryAtMs ?? undefined,
    clockOffMs: lastContactMs === null ? undefined : offsetMs,
  };
}

function viewMyStatus({ device, known }: Shown): StatusView | undefined {
  const last = known.lastStatus(device.person);
  if (!last) return undefined;
  const { body, id } = last;
  const row = device.core.own.get(id);
  const atMs = row?.writtenAtMs ?? 0;
  return {
    condition: body.condition,
    whereabouts: body.whereabouts,
    rung: 'self',
    atMs,
    validUntilMs: atMs + (body.validSeconds ? body.validSeconds * 1000 : 7 * day),
    needs: (body.needs ?? []).flatMap((number) => needByNumber.get(number) ?? []),
    beside: (body.beside ?? []).flatMap(({ name, person }) => name ?? (person ? known.personOf(person).name : [])),
    place: nameOfPlace(body.place),
    text: body.text,
    delivery: row && deliveryOf(row),
  };
}

function viewVoices({ device, known, notes }: Shown): readonly VoiceView[] {
  return notes
    .by(device.person)
    .flatMap(({ entry, body }): VoiceView[] => {
      if (body?.kind !== 'voice') return [];
      const row = device.core.own.get(entry.id);
      return [
        {
          id: entry.id,
          author: known.personOf(device.person),
          isMine: true,
          atMs: entry.clockMs,
          text: body.text,
          place: nameOfPlace(body.place),
          likes: 0,
          iLike: false,
          comments: [],
          delivery: row && deliveryOf(row),
        },
      ];
    })
    .toSorted((a, b) => b.atMs - a.atMs);
}

function nameOfPlace(place: Place | undefined): string | undefined {
  return place?.name;
}
