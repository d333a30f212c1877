import { createConversation, type Conversation } from '../../shared/device/converse.ts';
import type { Device } from '../../shared/device/device.ts';
import type { NetworkPort } from '../../shared/device/ports.ts';
import { createSync, type SyncState, type WakeReason } from '../../shared/sync/machine.ts';
import { defaultBudget } from '../../shared/sync/messages.ts';
import { paths } from '../../shared/api.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { nowMs } from '../platform/clock.ts';
import { lineNow } from '../platform/kept-files.ts';
import { chance } from '../platform/random.ts';
import { createNetwork } from '../sync/network.ts';
import { startWakes } from '../sync/wakes.ts';
import type { DataUse } from '../state/model.ts';
import { allLanes, lanesByHand, lanesFor } from './lanes.ts';
import type { Shown } from './show.ts';

/** The conversation of the open device with its server; see `createLine`. */
export interface Line {
  /** Begins to speak for `device`, and gives the way to the server; null when the device was put away meanwhile. */
  open(device: Device): Promise<NetworkPort | null>;
  /** Ends it: another tab has the storage now. */
  close(): void;
  /** Asks the server, unless that is not due; resolves when it came to rest. */
  wake(reason: WakeReason): Promise<void>;
  /** What screens say of it. */
  view(): Pick<Shown, 'sync' | 'flushing' | 'nextTryAtMs' | 'isLong'> & { readonly dataUse: DataUseNow };
  /** Which lanes may travel by what the person chose and the line is. */
  lanes(): number;
  /** False when the choice could not be kept; then it does not hold. */
  chooseDataUse(use: DataUse): Promise<boolean>;
  /** Lets everything travel this once, or no longer. */
  lift(isLifted: boolean): void;
}

/** How much may travel: as chosen, and whether that is lifted for now. */
export interface DataUseNow {
  readonly chosen: DataUse;
  readonly isLifted: boolean;
}

/** What hangs on the conversation. */
export interface LinePorts {
  /** The device that is open, to know that the one spoken for is still it. */
  device(): Device | null;
  /** Whether all of it may travel whatever was chosen: the last words of who leaves. */
  isOver(): boolean;
  /** What is done after the server answered, one after the other: each says whether it wrote something that is to be sent at once. */
  readonly chores: readonly ((device: Device) => Promise<boolean>)[];
  /** A good answer came. */
  onReached(): Promise<void>;
  /** Something that `view` says has changed. */
  onChange(): void;
  /** All is said for now. */
  onRest(): void;
}

const serverKey = 'server';
const dataUseKey = 'dataUse';
const longMs = 1_000;

/** Speaks with the server when there is reason to: it was written, the line came back, the server called, the time has come, somebody tapped. */
export function createLine(database: Database, origin: string, ports: LinePorts): Line {
  let conversation: Conversation | undefined;
  let dataUse: DataUse = 'auto';
  let isLifted = false;
  let isLong = false;
  const wakes = startWakes((reason) => void wake(reason));

  async function wake(reason: WakeReason): Promise<void> {
    const spoken = conversation;
    if (!spoken) return;
    spoken.limit(defaultBudget, lanesNow(reason === 'tapped'));
    await spoken.wake(reason);
    for (const chore of ports.chores) {
      const device = ports.device();
      if (device && (await chore(device))) await spoken.wake('wrote');
    }
    // Another tab has the place by now: what was said here is over.
    if (spoken !== conversation) return;
    const atMs = spoken.wakeAtMs();
    wakes.setTimer(atMs === null ? null : atMs - nowMs());
    if (spoken.state().trouble === null) {
      wakes.listen(paths.events);
      await ports.onReached();
    }
    ports.onChange();
    ports.onRest();
  }

  function lanesNow(byHand: boolean): number {
    if (isLifted || ports.isOver()) return allLanes;
    return (byHand ? lanesByHand : lanesFor)(dataUse, lineNow());
  }

  // Behind a failure the line goes on saying so while it is only tried again: what fails at once would make it flicker.
  let patience: ReturnType<typeof setTimeout> | undefined;
  function showSync({ phase }: SyncState): void {
    clearTimeout(patience);
    isLong &&= phase !== 'resting';
    if (phase === 'asking') patience = setTimeout(() => ((isLong = true), ports.onChange()), longMs);
    ports.onChange();
  }

  return {
    wake,
    async open(device) {
      const known = (await recall(database, serverKey)) as string | undefined;
      const memory = { known, remember: async (key: string) => void (await keep(database, serverKey, key)) };
      dataUse = ((await recall(database, dataUseKey)) as DataUse | undefined) ?? 'auto';
      if (device !== ports.device()) return null;
      const network = createNetwork(origin, memory);
      conversation = createConversation(device, network, chance, showSync);
      void wake('start');
      return network;
    },
    close() {
      conversation = undefined;
      wakes.rest();
      clearTimeout(patience);
    },
    view: () => ({
      sync: conversation?.state() ?? createSync(),
      flushing: conversation?.flushing() ?? null,
      nextTryAtMs: conversation?.wakeAtMs() ?? null,
      isLong,
      dataUse: { chosen: dataUse, isLifted },
    }),
    lanes: () => lanesFor(dataUse, lineNow()),
    async chooseDataUse(use) {
      if (!(await keep(database, dataUseKey, use))) return false;
      dataUse = use;
      isLifted = false;
      void wake('wrote');
      return true;
    },
    lift(lifted) {
      isLifted = lifted;
      void wake('wrote');
    },
  };
}
