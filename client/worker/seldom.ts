import { leave } from '../../shared/device/leave.ts';
import { compactChunks } from '../../shared/device/compact.ts';
import type { Device } from '../../shared/device/device.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { ok } from '../../shared/protocol/result.ts';
import type { Answer, CommandName, Commands } from '../state/messages.ts';
import { fault } from './commands.ts';
import { viewDevices } from './devices-view.ts';
import { putIn, takeOut } from './files.ts';

export { recover } from './recovery.ts';
export { compactChunks };

/** Commands whose code is fetched when it is first needed. */
export type Seldom = Extract<CommandName, 'takeOut' | 'putIn' | 'leave' | 'listDevices'>;

/** What such a command works with. */
export interface SeldomDesk {
  readonly device: Device;
  readonly replica: Replica;
  /** The id of the command. */
  readonly command: string;
}

type Handlers = { readonly [N in Seldom]: (desk: SeldomDesk, input: Commands[N]['in']) => Promise<Answer<N>> };

/** What is asked for once in a long while: it is not among the first bytes of the worker. */
export const seldomHandlers: Handlers = {
  takeOut: ({ device, replica }, { onlyUnsent }) => takeOut(device, replica, onlyUnsent),
  putIn: ({ device }, { text }) => putIn(device, text),
  async listDevices({ device, replica }) {
    const { nowMs } = readerTimeOf(device.core);
    return ok({ devices: viewDevices(replica, device.person, device.id(), nowMs) });
  },
  async leave({ device, replica, command }) {
    const left = await leave(device, replica.items(), command);
    return left.ok ? ok(null) : fault(left.error);
  },
};
