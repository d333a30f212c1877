import { cutName, type Cut } from '../protocol/cut.ts';
import { compareBytes } from '../protocol/bytes.ts';
import { ownerOfChannel, typeOfChannel, type DeviceId, type PersonId } from '../protocol/ids.ts';
import type { RestoreHead } from '../sync/restore.ts';

/** Cuts of one rotation; each is a part of what the person's earlier devices wrote. */
export type CutsByDevice = ReadonlyMap<DeviceId, readonly Cut[]>;

// A body has room for 8,000 bytes, of which 200 go to keys and signature. A cut takes 49 at most, a device with its list 21.
const roomBytes = 7_700;
const cutBytes = 49;
const deviceBytes = 21;
/** As many as a proof of a session may show. */
export const mostRotations = 8;

/** What of earlier devices shall count, in as many rotations as that needs, and how many logs found no room: those that say least about the person. */
export type RotationPlan = { readonly parts: readonly CutsByDevice[]; readonly leftOut: number };

/**
 * Names the head of every log. Of a forked log the branch with the higher number is kept, then that with the lower hash. Own channels come first, then the
 * inboxes in which friendships stand and conversations, then the rest; where there are more logs than eight rotations can name, the last are left out.
 */
export function planRotations(heads: readonly RestoreHead[], person: PersonId): RotationPlan {
  const longest = new Map<string, RestoreHead>();
  for (const head of heads) {
    const name = cutName(head.channel, head.device, head.lane);
    const known = longest.get(name);
    const isLonger = !known || head.number > known.number;
    const isTie = known?.number === head.number && compareBytes(head.hash, known.hash) < 0;
    if (isLonger || isTie) longest.set(name, head);
  }
  const rank = ({ channel }: RestoreHead) => {
    if (ownerOfChannel(channel) === person) return 0;
    const type = typeOfChannel(channel);
    return type === 'inbox' || type === 'conv' ? 1 : 2;
  };
  const named = [...longest].sort(([a, one], [b, other]) => rank(one) - rank(other) || (a < b ? -1 : 1));
  const parts: Map<DeviceId, Cut[]>[] = [new Map()];
  let [left, taken] = [roomBytes, 0];
  for (const [name, { device, number, hash }] of named) {
    let part = parts.at(-1);
    const bytes = cutBytes + (part?.has(device) ? 0 : deviceBytes);
    if (bytes > left) {
      if (parts.length === mostRotations) break;
      parts.push((part = new Map()));
      left = roomBytes - deviceBytes;
    }
    left -= bytes;
    taken++;
    part?.set(device, [...(part.get(device) ?? []), { name, number, hash }]);
  }
  return { parts, leftOut: named.length - taken };
}
