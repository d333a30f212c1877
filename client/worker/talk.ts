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
import { createTalkChanges, type TalkChanges } from './talk-changes.ts';
import { createTalkFiles } from './talk-files.ts';
import { createTalkRows, type TalkRows } from './talk-rows.ts';
import { viewConversation, type Row } from './talk-views.ts';

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

interface Attached {
  readonly talk: Talk;
  readonly changes: TalkChanges;
  readonly rows: TalkRows;
}

/** Its state is what the page looks at; everything else follows from the entries. */
export function createTalkPart(): TalkPart {
  const talks = new WeakMap<Replica, Attached>();
  const files = createTalkFiles();
  const looking: Looking = { open: undefined, most: 0, words: '' };

  function attach(replica: Replica): Attached {
    const known = talks.get(replica);
    if (known) return known;
    const talk = attachTalk(replica);
    const changes = createTalkChanges(replica);
    replica.extend(changes);
    const attached = { talk, changes, rows: createTalkRows(talk, changes) };
    talks.set(replica, attached);
    return attached;
  }

  return {
    attach: (replica) => void attach(replica),
    run(name, shown, input, command) {
      const handler = talkHandlers[name] as (
        desk: Parameters<(typeof talkHandlers)['readConversation']>[0],
        input: unknown,
      ) => Promise<Answer<ConversationCommand>>;
      const { device, replica } = shown;
      if (!replica.cards.cardOf(device.person)) return Promise.resolve(err({ code: 'not-ready' }));
      return handler({ ...attach(replica).talk, device, replica, known: shown.known, command, looking }, input);
    },
    view(shown) {
      const { talk, changes, rows: all } = attach(shown.replica);
      const rows = all.view(shown);
      const { open, most } = looking;
      files.open(open);
      return {
        conversations: rows.filter(({ isRequest, isLeft }) => !isRequest && !isLeft).map(toRow),
        requests: rows.filter(({ isRequest, isOver }) => isRequest && !isOver).map(toRow),
        open: open === undefined ? undefined : viewConversation(shown, talk, open, most, { files, changes }),
        found: looking.words === '' ? undefined : findMessages(shown, talk, rows, looking.words),
        tellsRead: tellsRead(shown.replica),
      };
    },
    acknowledge(device, replica) {
      const { talk } = attach(replica);
      const channels = talk.conversations.all().filter((channel) => isAccepted({ device, replica }, talk, channel));
      return acknowledge({ device, replica, ...talk }, channels, 'conv.ack');
    },
  };
}

function toRow({ isRequest: _, isLeft: __, sortMs: ___, ...row }: Row): ConversationRow {
  return row;
}
