import type { Talk } from '../../shared/fold/talk.ts';
import type { ChannelId } from '../../shared/protocol/ids.ts';
import type { Shown } from './show.ts';
import type { TalkChanges } from './talk-changes.ts';
import { isShown, viewRow, type Row } from './talk-views.ts';

/** The list of conversations, of which only those that changed are looked at again; see `createTalkRows`. */
export interface TalkRows {
  /** Every conversation that is to be shown, the one with the newest words first. An unchanged one is the same object as before. */
  view(shown: Shown): readonly Row[];
  /** How many conversations were looked at since the beginning. */
  looked(): number;
}

/** Keeps what was found of each conversation until `changes` says that it may be otherwise. */
export function createTalkRows(talk: Talk, changes: TalkChanges): TalkRows {
  // Null: it is not to be shown.
  const rows = new Map<ChannelId, Row | null>();
  let closed = '';
  let looked = 0;

  function rowOf(shown: Shown, channel: ChannelId): Row | null {
    const known = rows.get(channel);
    // Of a clock that is ahead the time of now is shown.
    if (known === null || (known && known.sortMs < shown.time.nowMs)) return known;
    looked++;
    const row = isShown(shown, talk, channel) ? viewRow(shown, talk, channel) : null;
    rows.set(channel, row);
    return row;
  }

  return {
    view(shown) {
      const { meta } = shown.device.core;
      const changed = changes.take();
      const closedNow = (meta.closed ?? []).join();
      if (changed === 'all' || closedNow !== closed) rows.clear();
      else for (const channel of changed) rows.delete(channel);
      closed = closedNow;
      return talk.conversations
        .all()
        .flatMap((channel) => rowOf(shown, channel) ?? [])
        .sort((a, b) => b.sortMs - a.sortMs || (a.id < b.id ? -1 : 1));
    },
    looked: () => looked,
  };
}
