import type { Device } from '../../shared/device/device.ts';
import type { Talk } from '../../shared/fold/talk.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import type { ChannelId, PersonId } from '../../shared/protocol/ids.ts';
import { blockKey } from './known.ts';

/** Settings of one's own under which stands whether a request was taken up, up to which message one has read, and whether a conversation is mute. */
export const answerKey = (channel: ChannelId) => `talk/${channel}`;
export const readKey = (channel: ChannelId) => `read/${channel}`;
export const muteKey = (channel: ChannelId) => `mute/${channel}`;
/** The one conversation that a setting with that key is about; `any` when it may concern every one, null when none. */
export function channelOfKey(key: string): ChannelId | 'any' | null {
  const [kind, name = ''] = key.split('/');
  if (kind === 'talk' || kind === 'read' || kind === 'mute') return name;
  return kind === 'name' || kind === 'block' ? 'any' : null;
}
export const tellsReadKey = 'tellsRead';

/** Others are told what one has read until one says no. */
export function tellsRead(replica: Replica): boolean {
  return replica.settings.valueOf(tellsReadKey) !== 'no';
}

/** Who began a conversation with this person, or put them into it. */
export function whoBrought({ replica, device }: Own, { conversations }: Talk, channel: ChannelId): PersonId | null {
  if (conversations.kindOf(channel) === 'pair') {
    return conversations.membersOf(channel).find((person) => person !== device.person) ?? null;
  }
  const basis = conversations.membershipOf(channel).basisOf(device.person);
  return basis === null ? null : (replica.get(basis)?.author ?? null);
}

type Own = { readonly device: Device; readonly replica: Replica };

/** Whether this person takes part: they were brought by a friend, wrote in it themselves, or took the request up. */
export function isAccepted(own: Own, talk: Talk, channel: ChannelId): boolean {
  const { device, replica } = own;
  const answer = replica.settings.valueOf(answerKey(channel));
  if (answer !== null) return answer === 'yes';
  const by = whoBrought(own, talk, channel);
  if (by === null || by === device.person || replica.friends.areFriends(device.person, by)) return true;
  return talk.messages.threadOf(channel).some(({ author }) => author === device.person);
}

/** Whether nothing of a conversation is to be shown: it was turned down, or is with somebody who is blocked. */
export function isHidden(own: Own, talk: Talk, channel: ChannelId): boolean {
  const by = whoBrought(own, talk, channel);
  const { settings } = own.replica;
  return settings.valueOf(answerKey(channel)) === 'no' || (by !== null && settings.valueOf(blockKey(by)) !== null);
}
