import type { Friends } from '../fold/friends.ts';
import { ownerOfChannel, toChannelId, typeOfChannel, type PersonId } from '../protocol/ids.ts';
import type { Device } from './device.ts';

/**
 * Says add to everyone who took up an invitation of this person and was not answered yet, so that they hold this person's own word and not only the
 * server's. Called after each sync; the second time nothing is written. Stops at the first word that cannot be kept.
 */
export async function answerInvites(device: Device, friends: Friends): Promise<readonly PersonId[]> {
  const answered = new Set(ownWords(device));
  const added: PersonId[] = [];
  for (const person of friends.friendsOf(device.person)) {
    if (answered.has(person)) continue;
    const written = await device.write('friend.add', toChannelId('inbox', person), { person });
    if (!written.ok) break;
    added.push(person);
  }
  return added;
}

/** In whose inboxes words of this person stand. */
function ownWords(device: Device): readonly PersonId[] {
  const { holdings } = device.core;
  return holdings
    .logs()
    .filter(
      ({ channel, device: writer }) =>
        typeOfChannel(channel) === 'inbox' &&
        ownerOfChannel(channel) !== device.person &&
        holdings.certificateOf(writer)?.person === device.person,
    )
    .map(({ channel }) => ownerOfChannel(channel));
}
