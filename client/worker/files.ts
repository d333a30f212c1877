import type { Device } from '../../shared/device/device.ts';
import { exportFile, readFileBatches } from '../../shared/device/export-file.ts';
import type { DiskError } from '../../shared/device/ports.ts';
import { fileInside, toReadableFile } from '../../shared/device/readable-file.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { err, ok } from '../../shared/protocol/result.ts';
import { nowMs } from '../platform/clock.ts';
import type { Answer } from '../state/messages.ts';
import { fault } from './commands.ts';
import { createKnown } from './known.ts';

/** Everything that the device holds, or only what no server has, as the text of one file. Nothing changes by it. */
export async function takeOut(device: Device, replica: Replica, onlyUnsent: boolean): Promise<Answer<'takeOut'>> {
  const known = createKnown(replica);
  const nameOf = (person: string) => known.personOf(person).name;
  const head = { person: device.person, name: nameOf(device.person), atMs: nowMs() };
  const unsent = new Set(device.own().flatMap((row) => (row.state === 'unsent' ? row.id : [])));
  const items = onlyUnsent ? [...unsent].flatMap((id) => replica.get(id) ?? []) : replica.items();
  return ok({ text: toReadableFile(await exportFile(device, onlyUnsent), items, head, nameOf) });
}

/** Takes in what such a file holds. The second time nothing is added; a part that cannot be read stops none of the others. */
export async function putIn(device: Device, text: string): Promise<Answer<'putIn'>> {
  const file = fileInside(text);
  const batches = file.ok ? readFileBatches(file.value) : file;
  if (!batches.ok) return err({ code: 'unreadable' });
  const before = device.core.holdings.ids().length;
  let unreadable = 0;
  for (const batch of batches.value) {
    const taken = await device.receive(batch, {});
    // What came before is kept; the same file can be taken in again.
    if (!taken.ok && 'code' in taken.error && taken.error.code !== 'bad-batch') return fault(taken.error as DiskError);
    unreadable += taken.ok ? (taken.value?.problems.length ?? 0) : 1;
  }
  return ok({ added: device.core.holdings.ids().length - before, unreadable });
}
