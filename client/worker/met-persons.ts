import { decodeInvite } from '../../shared/device/invite-link.ts';
import type { Device } from '../../shared/device/device.ts';
import { knownFriends } from '../../shared/fold/known-friends.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import type { FoundPerson, ReceivedInvite } from '../state/model.ts';
import type { Sought } from './handle-desk.ts';
import { createKnown } from './known.ts';

/** Who invites, read from the link itself; nobody vouches for it and nobody is asked. */
export function readInvite(token: string): ReceivedInvite {
  const invite = decodeInvite(token);
  if (!invite) return { token, person: undefined, others: [], state: 'unreadable' };
  const { person: id, name, kana, others = [] } = invite;
  return { token, person: { id, name, kana }, others, state: 'ready' };
}

/** Friends as far as this device can know. */
export function friendIds({ person, core }: Device, replica: Replica): readonly PersonId[] {
  const { isBlocked } = createKnown(replica);
  const { friends, persons } = replica;
  return knownFriends(person, core.meta.opened, friends, persons.hasEnded).filter((friend) => !isBlocked(friend));
}

/** How this person stands to those who invite. */
export function judgeInvite(invite: ReceivedInvite, device: Device | null, replica: Replica): ReceivedInvite {
  const { person } = invite;
  if (!device || !person) return invite;
  const { person: me } = device;
  if (person.id === me) return { ...invite, state: 'mine' };
  const inviters = [person.id, ...invite.others].filter((id) => id !== me);
  const known = new Set(friendIds(device, replica));
  if (inviters.every((id) => known.has(id))) return { ...invite, state: 'friends' };
  return inviters.every((id) => replica.friends.wordOf(me, id) === 'add') ? { ...invite, state: 'sent' } : invite;
}

/** How this person stands to somebody looked up by handle, and what their card says by now. */
export function judgeFound({ id, ...found }: Sought, device: Device, replica: Replica): FoundPerson {
  if (id === undefined) return found;
  const person = createKnown(replica).personOf(id);
  if (id === device.person) return { ...found, person, state: 'mine' };
  if (friendIds(device, replica).includes(id)) return { ...found, person, state: 'friends' };
  return { ...found, person, state: replica.friends.wordOf(device.person, id) === 'add' ? 'sent' : 'ready' };
}
