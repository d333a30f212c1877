import type { HostDirectory } from '../../shared/host/directory.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import { ownerOfChannel, typeOfChannel, type DeviceId } from '../../shared/protocol/ids.ts';
import type { Contact } from '../../shared/sync/messages.ts';
import { createLru } from '../store/lru.ts';
import type { Contacts } from './contacts.ts';

/** Which hours of contact each device was told last; in memory only: what is forgotten is told again. */
export type ContactReaders = {
  /** Whether the device was not here since this process began. */
  isFirst(device: DeviceId): boolean;
  /** Whether the device was told nothing yet in this hour. */
  isDue(device: DeviceId, hour: number): boolean;
  /** The hour up to which it was told, and notes that it is told now. */
  tell(device: DeviceId, hour: number): number | null;
};

/** Remembers the 100,000 devices that were here last. */
export function createContactReaders(): ContactReaders {
  const toldByDevice = createLru<DeviceId, number>(100_000);
  return {
    isFirst: (device) => toldByDevice.get(device) === undefined,
    isDue: (device, hour) => toldByDevice.get(device) !== hour,
    tell(device, hour) {
      const before = toldByDevice.get(device) ?? null;
      if (before !== hour) toldByDevice.set(device, hour);
      return before;
    },
  };
}

const mostContacts = 300;

/**
 * When the phones of those whose signs of life this reader may see were in contact: all of them the first time, later once an hour those that
 * were here since. Never the reader's own.
 */
export function contactsFor(
  session: SessionParty,
  isFirst: boolean,
  readers: ContactReaders,
  contacts: Contacts,
  directory: HostDirectory,
): readonly Contact[] {
  const hour = contacts.hourNow();
  const before = readers.tell(session.device, hour);
  if (!isFirst && before === hour) return [];
  const told: Contact[] = [];
  for (const channel of directory.readableChannels(session)) {
    const person = ownerOfChannel(channel);
    if (typeOfChannel(channel) !== 'life' || person === session.person) continue;
    const at = contacts.hourOf(person);
    if (at === null || (before !== null && at < before) || told.some((one) => one.person === person)) continue;
    told.push({ person, hoursAgo: Math.max(0, hour - at) });
    if (told.length === mostContacts) break;
  }
  return told;
}
