import { isOnPhone } from '../platform/is-phone.ts';
import type { DeviceCommands } from '../state/devices.ts';
import type { Answer } from '../state/messages.ts';
import { app } from '../state/app.ts';
import { ask } from './engine.ts';
import { go } from './navigate.ts';

export { isOnPhone };

/** Looks up my devices as far as this one knows, also offline, and whether it may add others. Where the code for it is not here and cannot be had what is shown stays. */
export async function lookAtDevices(): Promise<void> {
  const listed = await ask('listDevices', null);
  if (listed.ok) app.set({ devices: listed.value });
}

/** Looks at the code of another device; false where the text holds none. */
export async function readJoinCode(code: string): Promise<boolean> {
  const read = await ask('readJoinCode', { text: code });
  if (read.ok) app.set({ adding: { ...read.value, code } });
  return read.ok;
}

/** Adds the device whose code was read. Written offline too; that it can fetch what it needs takes a line, so the same again tries that alone. */
export async function addDevice(): Promise<void> {
  const { adding } = app.get();
  if (!adding) return;
  const added = await ask('addDevice', { text: adding.code });
  if (!added.ok) return;
  app.set({ adding: { ...adding, outcome: added.value.outcome } });
  await lookAtDevices();
}

/** Shows no code any more. */
export function closeAdding(): void {
  app.set({ adding: undefined });
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

/** Shows the code by which this device asks to be mine; false where it could not be made. */
export async function startJoin(name: string): Promise<boolean> {
  const made = await ask('startJoin', { name, isPhone: isOnPhone() });
  if (made.ok) app.set({ join: { code: made.value.text, state: 'waiting', name: '' } });
  return made.ok;
}

/** Looks once whether something was left for this device. */
export async function lookForHandover(): Promise<void> {
  const seen = await ask('lookForHandover', null);
  const { join } = app.get();
  if (seen.ok && join) app.set({ join: { ...join, ...seen.value } });
}

/** Becomes what was left for it, and shows the first screen. Where it is gone by now this device goes on waiting. */
export async function takeHandover(): Promise<void> {
  const taken = await ask('takeHandover', null);
  const { join } = app.get();
  if (!taken.ok || !join) return;
  if (!taken.value.isDone) return app.set({ join: { ...join, state: 'waiting', name: '' } });
  app.set({ join: undefined });
  go('/', { replace: true });
}

/** Forgets the keys that wait: the code shown before is worth nothing any more. */
export async function stopJoin(): Promise<void> {
  await ask('stopJoin', null);
  app.set({ join: undefined });
}
