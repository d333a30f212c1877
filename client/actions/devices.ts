import type { DeviceView } from '../state/model.ts';
import { ask } from './engine.ts';

/** My devices as far as this one knows, also offline; nothing where the code for it is not here and cannot be had. */
export async function listDevices(): Promise<readonly DeviceView[] | undefined> {
  const listed = await ask('listDevices', null);
  return listed.ok ? listed.value.devices : undefined;
}
