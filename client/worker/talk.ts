import { acknowledge } from '../../shared/device/talk.ts';
import type { Device } from '../../shared/device/device.ts';
import { attachTalk, type Talk } from '../../shared/fold/talk.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { err } from '../../shared/protocol/result.ts';
import type { ConversationCommand, ConversationRow, MessagesView } from '../state/conversations.ts';
import type { Answer } from '../state/messages.ts';
import type { Shown } from './show.ts';
import { talkHandlers, type Looking } from './talk-commands.ts';
import { isAccepted, tellsRead } from './talk-settings.ts';
import { findMessages } from './talk-search.ts';
import { viewConversation, viewRows } from './talk-views.ts';

/** All of the worker that knows of sealed messages; see `createTalkPart`. */
export interface TalkPart {
  /** Begins to fold what a replica holds of conversations. Once for each replica. */
  attach(replica: Replica): void;
  /** Does a command; what it wrote is durable with the answer. */
  run(name: ConversationCommand, shown: Shown, input: unknown, command: string): Promise<Answer<ConversationCommand>>;
  view(shown: Shown): MessagesView;
  /** Says to the others what has come. Gives whether anything was written that is to be sent. */
  acknowledge(device: Device, replica: Replica): Promise<boolean>;
}

/** Its state is what the page looks at; everything else follows from the entries. */
export function createTalkPart(): TalkPart {
  const talks = new WeakMap<Replica, Talk>();
  const looking: Looking = { open: undefined, most: 0, words: '' };

  function talkOf(replica: Replica): Talk {
    const known = talks.get(replica);
    if (known) return known;
    const talk = attachTalk(replica);
    talks.set(replica, talk);
    return talk;
  }

  return {
    attach: (replica) => void talkOf(replica),
    run(name, shown, input, command) {
      const handler = talkHandlers[name] as (
        desk: Parameters<(typeof talkHandlers)['readConversation']>[0],
        input: unknown,
      ) => Promise<Answer<ConversationCommand>>;
      const { device, replica } = shown;
      if (!replica.cards.cardOf(device.person)) return Promise.resolve(err({ code: 'not-ready' }));
      return handler({ ...talkOf(replica), device, replica, known: shown.known, command, looking }, input);
    },
    view(shown) {
      const talk = talkOf(shown.replica);
      const rows = viewRows(shown, talk);
      return {
        conversations: rows.filter(({ isRequest, isLeft }) => !isRequest && !isLeft).map(toRow),
        requests: rows.filter(({ isRequest, isOver }) => isRequest && !isOver).map(toRow),
        open: looking.open === undefined ? undefined : viewConversation(shown, talk, looking.open, looking.most),
        found: looking.words === '' ? undefined : findMessages(shown, talk, rows, looking.words),
        tellsRead: tellsRead(shown.replica),
      };
    },
    acknowledge(device, replica) {
      const talk = talkOf(replica);
      const channels = talk.conversations.all().filter((channel) => isAccepted({ device, replica }, talk, channel));
      return acknowledge({ device, replica, ...talk }, channels, 'conv.ack');
    },
  };
}

function toRow({
  isRequest: _,
  isLeft: __,
  sortMs: ___,
  ...row
}: ReturnType<typeof viewRows>[number]): ConversationRow {
  return row;
}
