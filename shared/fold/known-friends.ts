import { ownerOfChannel, typeOfChannel, type ChannelId, type PersonId } from '../protocol/ids.ts';
import type { Friends } from './friends.ts';
import type { Persons } from './persons.ts';

/**
 * Who is a friend of `viewer` as far as a device can know, in order of ids: by the words of both, or by the viewer's own word and the server's, which
 * opened the feed or the life of the other to it (`opened`, less what it closed since): a card is opened to who asks, and to who is in a conversation too. The other's own word may be an invitation, and that stands in an inbox
 * which nobody else reads. Who ended is nobody's friend, whatever a server opened before.
 */
export function knownFriends(
  viewer: PersonId,
  opened: readonly ChannelId[],
  friends: Pick<Friends, 'friendsOf' | 'wordOf'>,
  hasEnded: Persons['hasEnded'],
): readonly PersonId[] {
  const byServer = opened
    .filter((channel) => friendsOnly.has(typeOfChannel(channel) ?? ''))
    .map(ownerOfChannel)
    .filter((person) => person !== viewer && friends.wordOf(viewer, person) === 'add');
  const all = new Set([...friends.friendsOf(viewer), ...byServer]);
  return [...all].filter((person) => !hasEnded(person)).sort();
}

const friendsOnly: ReadonlySet<string> = new Set(['feed', 'life']);
