import type { Message } from '../../shared/fold/messages.ts';
import type { Talk } from '../../shared/fold/talk.ts';
import { isAhead } from '../../shared/fold/clocks.ts';
import type { ChannelId, PersonId } from '../../shared/protocol/ids.ts';
import type {
  AnsweredView,
  ConversationRow,
  ConversationView,
  LastWords,
  MessageView,
} from '../state/conversations.ts';
import type { Delivery, PersonView } from '../state/model.ts';
import { ownDelivery, ownRefusal } from './delivery-view.ts';
import type { Shown } from './show.ts';
import type { TalkChanges } from './talk-changes.ts';
import { idOf } from './talk-commands.ts';
import type { TalkFiles } from './talk-files.ts';
import { atMsOf, viewNotes, withNotes } from './talk-notes.ts';
import { isAccepted, isHidden, muteKey, readKey, whoBrought } from './talk-settings.ts';

/** What one list of conversations says of one, and where it stands there. */
export type Row = ConversationRow & { readonly isRequest: boolean; readonly isLeft: boolean; readonly sortMs: number };

/** Whether a conversation is to be shown at all. */
export function isShown(shown: Shown, talk: Talk, channel: ChannelId): boolean {
  return isMine(shown, talk, channel) && !isHidden(shown, talk, channel);
}

function isMine({ device }: Shown, { conversations }: Talk, channel: ChannelId): boolean {
  const membership = conversations.membershipOf(channel);
  return membership.basisOf(device.person) !== null || membership.wasEver(device.person);
}

/** A conversation as lists have it. */
export function viewRow(shown: Shown, talk: Talk, channel: ChannelId): Row {
  const { device, replica, known } = shown;
  const { conversations, messages } = talk;
  const thread = messages.threadOf(channel);
  const last = thread.at(-1);
  const isRequest = !isAccepted(shown, talk, channel);
  const by = isRequest ? whoBrought(shown, talk, channel) : null;
  const words = last && lastWordsOf(shown, last);
  const [first] = conversations.controlsOf(channel);
  return {
    id: idOf(channel),
    kind: conversations.kindOf(channel) ?? 'group',
    title: messages.titleOf(channel) ?? '',
    others: othersIn(shown, talk, channel),
    last: words,
    unread: countUnread(shown, talk, channel),
    isMuted: replica.settings.valueOf(muteKey(channel)) !== null,
    isOver: isOver(shown, talk, channel),
    ...(by && { by: known.personOf(by) }),
    isRequest,
    isLeft: hasLeft(shown, talk, channel),
    sortMs: words?.atMs ?? (first ? atMsOf(shown, first) : (device.core.meta.lastContactMs ?? 0)),
  };
}

/** Of a pair the other stays named even when they are in it no more. */
function othersIn({ device, known }: Shown, { conversations }: Talk, channel: ChannelId): readonly PersonView[] {
  return conversations
    .membersOf(channel)
    .filter((person) => person !== device.person)
    .map(known.personOf)
    .sort((a, b) => ((a.kana || a.name) < (b.kana || b.name) ? -1 : 1));
}

/** The server may have said that it is over before the word of it was here. */
function isOver({ device }: Shown, { conversations }: Talk, channel: ChannelId): boolean {
  const isIn = conversations.membersOf(channel).includes(device.person);
  return !isIn || (device.core.meta.closed ?? []).includes(channel);
}

/** Whether this person went by their own word: who was put out still finds what was said. */
function hasLeft({ device, replica }: Shown, { conversations }: Talk, channel: ChannelId): boolean {
  const membership = conversations.membershipOf(channel);
  const isOut = membership.basisOf(device.person) === null;
  return isOut && membership.removalsOf(device.person).some((id) => replica.get(id)?.author === device.person);
}

function countUnread({ device, replica }: Shown, { messages }: Talk, channel: ChannelId): number {
  const thread = messages.threadOf(channel);
  const read = replica.settings.valueOf(readKey(channel));
  const seen = thread.findLastIndex(({ id, author }) => id === read || author === device.person);
  return thread.slice(seen + 1).filter(({ body }) => body !== null).length;
}

/** What is kept beside the folds for the conversation that is open. */
export type Held = { readonly files: TalkFiles; readonly changes: Pick<TalkChanges, 'isLeftOut'> };

/** A conversation as it is shown when it is open, with its newest `most` messages. */
export function viewConversation(
  shown: Shown,
  talk: Talk,
  channel: ChannelId,
  most: number,
  held: Held,
): ConversationView | undefined {
  const { device, replica, known } = shown;
  const { conversations, messages } = talk;
  if (conversations.kindOf(channel) === null) return undefined;
  const thread = messages.threadOf(channel);
  const from = Math.max(0, thread.length - most);
  const views = thread.slice(from).map((message) => viewMessage(shown, talk, channel, message, held));
  const notes = viewNotes(shown, talk, channel);
  const sinceMs = from === 0 ? -Infinity : (views[0]?.atMs ?? 0);
  const { sortMs: _, isLeft: __, ...row } = viewRow(shown, talk, channel);
  const recipients = replica.recipientsIn(channel);
  const hasDevice = (person: PersonId) =>
    replica.persons.devicesOf(person).some((id) => recipients.some((one) => one.id === id));
  return {
    ...row,
    lines: withNotes(
      views,
      notes.filter(({ atMs }) => atMs >= sinceMs),
    ),
    hasOlder: from > 0,
    isPartial: device.core.sealing.waitingIn(channel) > 0,
    unreachable: conversations
      .membersOf(channel)
      .filter((person) => person !== device.person && !hasDevice(person))
      .map(known.personOf),
    devices: recipients.filter(({ id }) => replica.persons.certificateOf(id) !== null).length,
  };
}

function viewMessage(shown: Shown, talk: Talk, channel: ChannelId, message: Message, held: Held): MessageView {
  const { device, known, replica, time } = shown;
  const { id, ids, author, item, body, earlier } = message;
  const isMine = author === device.person;
  const clockMs = replica.access.ground.clocks.correctedMs(item);
  return {
    kind: 'message',
    id,
    by: known.personOf(author),
    isMine,
    atMs: atMsOf(shown, item),
    clamped: (!isMine && isAhead(clockMs, time.receivedAtMs(item.entry) ?? time.nowMs)) || undefined,
    text: body?.text ?? '',
    earlier,
    isWithdrawn: body === null || undefined,
    place: body?.place,
    answers: body?.answers === undefined ? undefined : viewAnswered(shown, talk, channel, body.answers),
    file: body?.file && held.files.view(talk, channel, body.file, held.changes.isLeftOut(channel)),
    ...(isMine && { delivery: withMembers(shown, talk, channel, ids), refused: ownRefusal(shown, ids) }),
  };
}

function viewAnswered({ device, known }: Shown, { messages }: Talk, channel: ChannelId, id: string): AnsweredView {
  const target = messages.messageOf(channel, id);
  return {
    id: target?.id ?? id,
    by: target ? known.personOf(target.author) : undefined,
    isMine: target?.author === device.person,
    text: target ? (target.body?.text ?? '') : undefined,
    isWithdrawn: target?.body === null || undefined,
  };
}

/** Of a group how many of its members it has come to. */
function withMembers(shown: Shown, talk: Talk, channel: ChannelId, ids: readonly string[]): Delivery | undefined {
  const delivery = ownDelivery(shown, ids);
  if (!delivery || talk.conversations.kindOf(channel) !== 'group') return delivery;
  const of = talk.conversations.membersOf(channel).length - 1;
  const [first, ...others] = delivery;
  return [
    first,
    ...others.map((mark) => {
      if (mark.stage !== 'shared' && mark.stage !== 'theirs' && mark.stage !== 'read') return mark;
      const item = shown.replica.get(ids.at(-1) ?? '');
      const persons = (item ? shown.replica.delivery.wheresOf(item, mark.stage) : []).map(({ where, atMs }) => ({
        id: where,
        name: shown.known.personOf(where).name,
        atMs,
      }));
      return { ...mark, persons, reached: { count: persons.length, of: Math.max(of, persons.length) } };
    }),
  ];
}

/** A message for one line. */
export function lastWordsOf(shown: Shown, { item, author, body }: Message): LastWords {
  const { device, known } = shown;
  const file = body?.file;
  const isSound = file?.type === 'webm' || file?.type === 'ogg' || file?.type === 'mp4';
  return {
    by: known.personOf(author),
    isMine: author === device.person,
    text: body?.text ?? '',
    file: file ? (isSound ? 'sound' : 'picture') : body?.place ? 'place' : undefined,
    isWithdrawn: body === null || undefined,
    atMs: atMsOf(shown, item),
  };
}
