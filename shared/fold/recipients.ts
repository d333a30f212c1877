import { archiveId, goneRecipient, type Recipient } from '../log/seal-key.ts';
import type { PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';

/**
 * Who of a person can be sealed to: live phones and browsers, by the certificates that this replica has itself, and the archive key on the card in force. Lent
 * and shared devices are not among them, and of those that were cut off `goneRecipient` alone. In order of ids.
 */
export function recipientsOf(person: PersonId, { persons, cards }: Access): readonly Recipient[] {
  const devices = persons.devicesOf(person).flatMap((device): Recipient[] => {
    const certificate = persons.certificateOf(device);
    if (certificate?.class !== 'phone' && certificate?.class !== 'browser') return [];
    return [persons.isLive(device) ? { id: device, publicKey: certificate.sealingKey } : goneRecipient(device)];
  });
  const archive = cards.cardOf(person)?.archiveKey;
  const all = archive ? [...devices, { id: archiveId(archive), publicKey: archive }] : devices;
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
