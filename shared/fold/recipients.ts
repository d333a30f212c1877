import { archiveId, type Recipient } from '../log/seal-key.ts';
import type { PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';

/**
 * Who of a person can be sealed to: live phones and browsers, by the certificates that this replica has itself, and the archive key on the card in force. Lent
 * and shared devices are not among them. In order of ids.
 */
export function recipientsOf(person: PersonId, { persons, cards }: Access): readonly Recipient[] {
  const devices = persons.devicesOf(person).flatMap((device): Recipient[] => {
    const deviceClass = persons.classOf(device);
    const publicKey = persons.certificateOf(device)?.sealingKey;
    return publicKey && (deviceClass === 'phone' || deviceClass === 'browser') ? [{ id: device, publicKey }] : [];
  });
  const archive = cards.cardOf(person)?.archiveKey;
  const all = archive ? [...devices, { id: archiveId(archive), publicKey: archive }] : devices;
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
