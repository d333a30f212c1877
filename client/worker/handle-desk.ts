import type { Device } from '../../shared/device/device.ts';
import type { NetworkPort } from '../../shared/device/ports.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import type { Database } from '../db/database.ts';
import { recall } from '../db/kept.ts';
import { nowMs } from '../platform/clock.ts';
import type { FoundPerson, HandleOutcome, HandleView } from '../state/model.ts';
import { bringHandles } from './bring-seldom.ts';
import type { Handles } from './handles.ts';

/** A person who was looked up; of their card only the id is known here. */
export type Sought = Omit<FoundPerson, 'person'> & { readonly id?: PersonId };

/** The handles of the open device. Their code comes only for who asks about them, or wished for one. */
export interface HandleDesk {
  view(): HandleView;
  /** Who was looked up last, or nobody. */
  found(): Sought | undefined;
  open(device: Device, network: NetworkPort, hasCard: (person: PersonId) => boolean): void;
  close(): void;
  /** Reads what was kept of it. */
  recall(): Promise<void>;
  choose(handle: string, later: boolean): Promise<HandleOutcome>;
  dropWish(): Promise<void>;
  /** Tries a wish that waits, if there is one. */
  tryWish(): Promise<void>;
  find(handle: string): Promise<void>;
}

const handleKey = 'handle';

/** `onChange` hears of each step of looking somebody up. */
export function createHandleDesk(database: Database, onChange: () => void): HandleDesk {
  let make: ((part: typeof import('./handles.ts')) => Handles) | undefined;
  let handles: Handles | undefined;
  let kept: HandleView = {};
  let found: Sought | undefined;

  const view = () => handles?.view() ?? kept;

  async function bring(): Promise<Handles | undefined> {
    const part = handles ? undefined : await bringHandles();
    const made = part && make?.(part);
    await made?.recall();
    handles ??= made;
    return handles;
  }

  return {
    view,
    found: () => found,
    open(device, network, hasCard) {
      make = (part) => part.createHandles(database, device, network, hasCard, nowMs);
    },
    close() {
      handles = undefined;
      make = undefined;
    },
    async recall() {
      kept = ((await recall(database, handleKey)) as HandleView | undefined) ?? {};
    },
    choose: async (handle, later) => (await (await bring())?.choose(handle, later)) ?? 'unreachable',
    dropWish: async () => (await bring())?.dropWish(),
    async tryWish() {
      if (view().wish !== undefined) await (await bring())?.tryWish();
    },
    async find(handle) {
      found = { handle, state: 'looking' };
      onChange();
      const answer = (await (await bring())?.find(handle)) ?? { state: 'unreachable' as const };
      // Another one may have been looked up meanwhile.
      if (found?.handle !== handle) return;
      found = 'person' in answer ? { handle, id: answer.person, state: 'ready' } : { handle, ...answer };
    },
  };
}
