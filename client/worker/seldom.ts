import { leave } from '../../shared/device/leave.ts';
import { compactChunks as pack } from '../../shared/device/compact.ts';
import type { Device } from '../../shared/device/device.ts';
import { eraseReplaced } from '../../shared/device/erase-replaced.ts';
import type { DevicePorts } from '../../shared/device/ports.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { err, ok } from '../../shared/protocol/result.ts';
import type { WakeReason } from '../../shared/sync/machine.ts';
import type { Database } from '../db/database.ts';
import { allowCalls, callTerms, endCalls } from '../sync/push.ts';
import type { AlongCommands } from '../state/conversations.ts';
import type { DeviceCommands } from '../state/devices.ts';
import type { Answer, CommandName, Commands } from '../state/messages.ts';
import { fault, type Desk } from './commands.ts';
import { markSeen, tellNews } from './device-news.ts';
import { putIn, takeOut } from './files.ts';
import { keepAlong, recallAlong } from './going-along.ts';
import { createKnown } from './known.ts';
import { lookForHandover, startJoin, stopJoin, takeHandover } from './join.ts';
import { seldomWrites, type SeldomWrite } from './seldom-writes.ts';
import { addDevice, cutDevice, listDevices, nameDevice, readJoinCode } from './own-devices.ts';

export { recover } from './recovery.ts';

/** Tidies the storage in idle moments; true when there may be more to do. */
export async function compactChunks(device: Device): ReturnType<typeof pack> {
  // Erased first, so that what is packed is without it.
  const erased = await eraseReplaced(device, device.core.folds as Replica);
  return erased.ok ? pack(device) : erased;
}

/** Commands whose code is fetched when it is first needed. */
export type Seldom = Extract<
  CommandName,
  'takeOut' | 'putIn' | 'leave' | SeldomWrite | keyof DeviceCommands | keyof AlongCommands
>;

/** What such a command works with. */
export interface SeldomDesk {
  /** Null on a device that is nobody's yet. */
  readonly device: Device | null;
  readonly replica: Replica;
  readonly database: Database;
  readonly ports: DevicePorts;
  /** The id of the command. */
  readonly command: string;
  /** Why the last request had no answer, or null. */
  readonly trouble: string | null;
  /** Syncs; resolves when that came to rest. */
  wake(reason: WakeReason): Promise<void>;
  /** From now on this device is somebody's. */
  become(device: Device): Promise<void>;
}

/** As `SeldomDesk`, of a device that is somebody's. */
export type OwnDesk = SeldomDesk & { readonly device: Device };

type HandlersFor<Names extends Seldom, Desk> = {
  readonly [N in Names]: (desk: Desk, input: Commands[N]['in']) => Promise<Answer<N>>;
};
type Joining = 'startJoin' | 'lookForHandover' | 'takeHandover' | 'stopJoin';

const joining: HandlersFor<Joining, SeldomDesk> = { startJoin, lookForHandover, takeHandover, stopJoin };

const ofOwn: HandlersFor<Exclude<Seldom, Joining | SeldomWrite>, OwnDesk> = {
  takeOut: ({ device, replica }, { onlyUnsent }) => takeOut(device, replica, onlyUnsent),
  putIn: ({ device }, { text }) => putIn(device, text),
  async leave({ device, replica, command, wake }) {
    const left = await leave(device, replica.items(), command);
    if (!left.ok) return fault(left.error);
    void wake('wrote');
    return ok(null);
  },
  keepAlong: ({ database }, { conversationId, part, value }) => keepAlong(database, conversationId, part, value),
  recallAlong: ({ database }, { conversationId }) => recallAlong(database, conversationId),
  listDevices,
  readJoinCode: async (_, { text }) => readJoinCode(text),
  addDevice: (desk, { text }) => addDevice(desk, text),
  nameDevice,
  cutDevice,
  deviceNews: tellNews,
  async callTerms() {
    const terms = await callTerms();
    return ok({ terms: terms.ok ? terms.value : null });
  },
  async allowCalls(_, { endpoint }) {
    return ok({ isKnown: (await allowCalls(endpoint)).ok });
  },
  async endCalls() {
    await endCalls();
    return ok(null);
  },
  async deviceNewsSeen({ database, replica, device }) {
    await markSeen(database, replica, device);
    return ok(null);
  },
};

/** Does what is asked for once in a long while: it is not among the first bytes of the worker. */
export function doSeldom(name: Seldom, desk: SeldomDesk, input: unknown): Promise<Answer<CommandName>> {
  type Handler<Desk> = (desk: Desk, input: unknown) => Promise<Answer<Seldom>>;
  if (name in joining) return (joining[name as Joining] as Handler<SeldomDesk>)(desk, input);
  const { device } = desk;
  if (!device) return Promise.resolve(err({ code: 'not-ready' }));
  if (name in seldomWrites) return write(name as SeldomWrite, { ...desk, device }, input);
  return (ofOwn[name as Exclude<Seldom, Joining | SeldomWrite>] as Handler<OwnDesk>)({ ...desk, device }, input);
}

async function write(name: SeldomWrite, { device, replica, command, wake }: OwnDesk, input: unknown) {
  const handler = seldomWrites[name] as (desk: Desk, input: unknown) => Promise<Answer<SeldomWrite>>;
  const desk: Desk = {
    device,
    known: createKnown(replica),
    origin: location.origin,
    command,
    write: (kind, channel, fields, after) => device.write(kind, channel, fields, after, command),
  };
  const written = await handler(desk, input);
  if (written.ok) void wake('wrote');
  return written;
}
