import type { FoldPart, Replica } from '../../shared/fold/replica.ts';
import type { Item } from '../../shared/log/item.ts';
import { typeOfChannel, type ChannelId, type EntryId } from '../../shared/protocol/ids.ts';
import { laneOfKind } from '../../shared/protocol/parameters.ts';
import { channelOfKey } from './talk-settings.ts';

/** What came since one last looked, as far as lists of conversations show it; see `createTalkChanges`. */
export interface TalkChanges extends FoldPart {
  /** Conversations of which a list may say something else than the last time this was asked, or all of them. */
  take(): ReadonlySet<ChannelId> | 'all';
  /** Whether bytes of files of a conversation came for which this device had no room. */
  isLeftOut(channel: ChannelId): boolean;
}

const bulkLane = 3;

/**
 * Hears of every item of a replica, so that nothing has to be looked through when a list is made. An item of a conversation concerns that one alone, as do the
 * settings that name it; cards, words of friendship, names given and who is blocked may concern every one; voices none. So may what changed who counts.
 */
export function createTalkChanges({ access }: Pick<Replica, 'access'>): TalkChanges {
  const leftOut = new Map<ChannelId, Set<EntryId>>();
  let changed = new Set<ChannelId>();
  let isAll = true;
  let generation = access.generation();

  function noteBytes({ entry }: Item): void {
    if (laneOfKind(entry.kind) !== bulkLane) return;
    const ids = leftOut.get(entry.channel) ?? new Set();
    if (entry.absence === 'withheld') leftOut.set(entry.channel, ids.add(entry.id));
    else ids.delete(entry.id);
  }

  return {
    add(item) {
      const { channel } = item.entry;
      const type = typeOfChannel(channel);
      if (type === 'conv') {
        changed.add(channel);
        noteBytes(item);
      } else if (type === 'card' || type === 'inbox') isAll = true;
    },
    addOpened({ body, entry }) {
      if (typeOfChannel(entry.channel) === 'conv') changed.add(entry.channel);
      if (body?.kind !== 'setting') return;
      const channel = channelOfKey(body.key);
      if (channel === 'any') isAll = true;
      else if (channel !== null) changed.add(channel);
    },
    take() {
      const taken = isAll || access.generation() !== generation ? 'all' : changed;
      [changed, isAll, generation] = [new Set(), false, access.generation()];
      return taken;
    },
    isLeftOut: (channel) => (leftOut.get(channel)?.size ?? 0) > 0,
  };
}
