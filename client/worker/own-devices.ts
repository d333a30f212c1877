import { addByCode, deviceNameKey } from '../../shared/device/add-device.ts';
import { cutOffDevice } from '../../shared/device/cut-off.ts';
import { readerTimeOf } from '../../shared/device/reader-time.ts';
import { decodeJoinCode, maxDeviceName } from '../../shared/protocol/join-code.ts';
import { toChannelId, type DeviceId } from '../../shared/protocol/ids.ts';
import { err, ok } from '../../shared/protocol/result.ts';
import { leaveHandover } from '../sync/handovers.ts';
import type { AddOutcome, DeviceCommands } from '../state/devices.ts';
import type { Answer } from '../state/messages.ts';
import { fault } from './commands.ts';
import { markSeen } from './device-news.ts';
import { viewDevices } from './devices-view.ts';
import type { OwnDesk } from './seldom.ts';

export async function listDevices({ device, replica }: OwnDesk): Promise<Answer<'listDevices'>> {
  const { nowMs } = readerTimeOf(device.core);
  const devices = viewDevices(replica, device.person, device.id(), nowMs);
  return ok({ devices, hasRoot: device.core.identity.root !== null });
}

/** What a code says of the device that shows it, before anything is done. */
export function readJoinCode(text: string): Answer<'readJoinCode'> {
  const code = decodeJoinCode(text);
  return code ? ok({ name: code.name, isPhone: code.class === 'phone' }) : err({ code: 'unreadable' });
}

/** Adds the device of a code: durable here first, then sent, then left for it at the server. */
export async function addDevice(desk: OwnDesk, text: string): Promise<Answer<'addDevice'>> {
  const { device, replica, database } = desk;
  const code = decodeJoinCode(text);
  if (!code) return ok({ outcome: 'unreadable' });
  const name = replica.cards.cardOf(device.person)?.name ?? '';
  const added = await addByCode(device, code, name);
  if (!added.ok) {
    const { code: why } = added.error;
    const outcome = outcomeByCode[why];
    return outcome ? ok({ outcome }) : fault({ code: why === 'device-full' ? why : 'device-storage', detail: '' });
  }
  await markSeen(database, replica, device);
  // The card first: then the server knows the new device when that one comes, and this one has a session.
  await desk.wake('tapped');
  const left = await leaveHandover(code.handover, added.value.sealed);
  if (!left.ok && left.error.code === 'handover-taken') return ok({ outcome: 'taken' });
  return ok({ outcome: left.ok ? 'left' : 'waits' });
}

const outcomeByCode: Readonly<Record<string, AddOutcome>> = {
  'no-root': 'noRoot',
  'too-many': 'tooMany',
  'bad-code': 'unreadable',
};

export async function nameDevice(
  { device, replica, command, wake }: OwnDesk,
  { id, name }: DeviceCommands['nameDevice']['in'],
): Promise<Answer<'nameDevice'>> {
  const key = deviceNameKey(id);
  const before = replica.settings.entryOf(key);
  const value = [...name.trim()].slice(0, maxDeviceName).join('');
  const fields = { key, ...(value && { value }), ...(before && { replaces: [before] }) };
  const written = await device.writeSealed('setting', toChannelId('self', device.person), fields, [], command);
  if (!written.ok) return fault(written.error);
  void wake('wrote');
  return ok(null);
}

export async function cutDevice(
  { device, replica, database, wake }: OwnDesk,
  { id, reason }: DeviceCommands['cutDevice']['in'],
): Promise<Answer<'cutDevice'>> {
  // What it wrote and sent counts, as far as it is here: so it is fetched first.
  await wake('tapped');
  const cut = await cutOffDevice(device, id as DeviceId, reason);
  if (!cut.ok) {
    const { code } = cut.error;
    if (code === 'no-root') return ok({ outcome: 'noRoot' });
    if (code === 'own' || code === 'unknown') return ok({ outcome: 'unknown' });
    return fault({ code, detail: '' });
  }
  await markSeen(database, replica, device);
  void wake('wrote');
  return ok({ outcome: 'done' });
}
