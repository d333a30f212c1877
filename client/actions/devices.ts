import { isOnPhone } from '../platform/is-phone.ts';
import type { DeviceCommands } from '../state/devices.ts';
import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

export { isOnPhone };

/** My devices as far as this one knows, also offline, and whether it may add others; nothing where the code for it is not here and cannot be had. */
export async function listDevices(): Promise<DeviceCommands['listDevices']['out'] | undefined> {
  const listed = await ask('listDevices', null);
  return listed.ok ? listed.value : undefined;
}

/** What the code of another device says of it. */
export function readJoinCode(text: string): Promise<Answer<'readJoinCode'>> {
  return ask('readJoinCode', { text });
}

/** Adds the device of a code. Written offline too; that it can fetch what it needs takes a line, so the same again tries that alone. */
export function addDevice(text: string): Promise<Answer<'addDevice'>> {
  return ask('addDevice', { text });
}

/** A name of my own for a device, sealed for my devices; an empty one takes it back. */
export function nameDevice(id: string, name: string): Promise<Answer<'nameDevice'>> {
  return ask('nameDevice', { id, name });
}

/** Lets a device count no further than what is here of it. Works offline, from when it arrives. */
export function cutDevice(
  id: string,
  reason: DeviceCommands['cutDevice']['in']['reason'],
): Promise<Answer<'cutDevice'>> {
  return ask('cutDevice', { id, reason });
}

/** The code by which this device asks to be mine. */
export function startJoin(name: string): Promise<Answer<'startJoin'>> {
  return ask('startJoin', { name, isPhone: isOnPhone() });
}

/** Whether something was left for this device. */
export function lookForHandover(): Promise<Answer<'lookForHandover'>> {
  return ask('lookForHandover', null);
}

/** Becomes what was left for it. */
export function takeHandover(): Promise<Answer<'takeHandover'>> {
  return ask('takeHandover', null);
}

/** Forgets the keys that wait: the code shown before is worth nothing any more. */
export function stopJoin(): Promise<Answer<'stopJoin'>> {
  return ask('stopJoin', null);
}
