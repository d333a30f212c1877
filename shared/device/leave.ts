import type { Item } from '../log/item.ts';
import type { Entry } from '../protocol/entry.ts';
import { ownerOfChannel, toChannelId, typeOfChannel } from '../protocol/ids.ts';
import { ok, type Result } from '../protocol/result.ts';
import { unerasableKinds } from '../fold/void-cause.ts';
import type { Device } from './device.ts';
import type { DiskError } from './ports.ts';

/**
 * Ends the person of `device` for good: takes back, one by one, what they wrote into channels of others, whose readers may never hear of their end, then
 * writes `person.end`, by which every store and every friend drops the rest. Gives the last entry; nothing is undone by it. The same `command`
 * again, as after the device died in the middle, goes on where it stood. Works offline; it reaches as far as what was written is sent.
 */
export async function leave(device: Device, items: Iterable<Item>, command: string): Promise<Result<Entry, DiskError>> {
  for (const item of [...items].filter((one) => isLeftWithOthers(one, device.person))) {
    const { id, hash, channel, device: author, kind, number } = item.entry;
    const target = { targetHash: hash, device: author, kindNumber: kind, number, reason: 'withdrawn' as const };
    const erased = await device.write('erase', channel, target, [], `${command}/${id}`);
    if (!erased.ok) return erased;
  }
  const ended = await device.write('person.end', toChannelId('card', device.person), {}, [], command);
  return ended.ok ? ok(ended.value) : ended;
}

const unerasable: ReadonlySet<string> = new Set(unerasableKinds);

/** Words of theirs in what somebody else owns. Those of friendship end with the person. */
function isLeftWithOthers({ author, body, entry }: Item, person: string): boolean {
  if (author !== person || body === null || unerasable.has(body.kind)) return false;
  return ownerOfChannel(entry.channel) !== person && typeOfChannel(entry.channel) !== 'inbox';
}
