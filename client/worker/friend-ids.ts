import type { Device } from '../../shared/device/device.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { ownerOfChannel, type PersonId } from '../../shared/protocol/ids.ts';

/**
 * Who is a friend as far as this device can know: by the words of both, or by its own word and the server's, which opens the other's channels to
 * it. The other's own word may be an invitation that stands in an inbox nobody else reads.
 */
export function friendIds(device: Device, replica: Replica): readonly PersonId[] {
  const { friends } = replica;
  const opened = device.core.meta.opened
    .map(ownerOfChannel)
    .filter((person) => person !== device.person && friends.wordOf(device.person, person) === 'add');
  return [...new Set([...friends.friendsOf(device.person), ...opened])];
}
