import { shownTimeMs } from '../../shared/fold/clocks.ts';
import type { Talk } from '../../shared/fold/talk.ts';
import type { Item } from '../../shared/log/item.ts';
import { toChannelId, toLogKey, type ChannelId, type PersonId } from '../../shared/protocol/ids.ts';
import type { ConversationLine, ConversationNote, MessageView } from '../state/conversations.ts';
import type { Shown } from './show.ts';

/** What happened to a conversation, and to the devices on which it is read, in order of time. */
export function viewNotes(shown: Shown, talk: Talk, channel: ChannelId): readonly ConversationNote[] {
  const { conversations } = talk;
  const controls = conversations.controlsOf(channel).flatMap((item) => notesOfControl(shown, item));
  const titles = titleNotes(shown, talk, channel);
  const since = (person: PersonId) => inSinceMs(shown, talk, channel, person);
  const ownSinceMs = since(shown.device.person);
  const devices = conversations.membersOf(channel).flatMap((person) => {
    const sinceMs = Math.max(ownSinceMs, since(person));
    return deviceNotes(shown, person).filter(({ atMs }) => atMs > sinceMs);
  });
  return [...controls, ...titles, ...devices].sort((a, b) => a.atMs - b.atMs);
}

/** Notes stand before the first message that is later. */
export function withNotes(
  views: readonly MessageView[],
  notes: readonly ConversationNote[],
): readonly ConversationLine[] {
  const lines: ConversationLine[] = [];
  let next = 0;
  for (const view of views) {
    for (let note = notes[next]; note && note.atMs <= view.atMs; note = notes[++next]) lines.push(note);
    lines.push(view);
  }
  return [...lines, ...notes.slice(next)];
}

/** When an entry was written, by the best that is known here. */
export function atMsOf({ replica, time }: Shown, item: Item): number {
  const clockMs = replica.access.ground.clocks.correctedMs(item);
  return shownTimeMs(clockMs, time.receivedAtMs(item.entry), time.nowMs);
}

function notesOfControl(shown: Shown, item: Item): readonly ConversationNote[] {
  const { known } = shown;
  const { body, author, entry } = item;
  const base = noteOf(shown, item, entry.id, author);
  if (body?.kind === 'conv.create') {
    const persons = body.person ? [body.person] : (body.members ?? []);
    return [{ ...base, what: 'began', persons: persons.map(known.personOf) }];
  }
  if (body?.kind !== 'conv.member') return [];
  const notes: ConversationNote[] = [];
  const { add = [], remove = [] } = body;
  if (add.length > 0) notes.push({ ...base, what: 'added', persons: add.map(known.personOf) });
  if (remove.includes(author)) notes.push({ ...base, id: `${entry.id}-left`, what: 'left', persons: [] });
  const removed = remove.filter((person) => person !== author);
  if (removed.length > 0)
    notes.push({ ...base, id: `${entry.id}-out`, what: 'removed', persons: removed.map(known.personOf) });
  return notes;
}

/** What it was called, where that was new: whoever adds somebody says the title again, so what replaces nothing that can be read here is no news but the first. */
function titleNotes(shown: Shown, { messages }: Talk, channel: ChannelId): readonly ConversationNote[] {
  const titleById = new Map<string, string>();
  return messages.titlesOf(channel).flatMap((item) => {
    const { body, entry, author } = item;
    if (body?.kind !== 'conv.title') return [];
    titleById.set(entry.id, body.title);
    const { title, replaces = [] } = body;
    const isNew = replaces.every((id) => titleById.has(id) && titleById.get(id) !== title);
    return isNew ? { ...noteOf(shown, item, entry.id, author), what: 'named', persons: [], title } : [];
  });
}

/** Since when a person is in a conversation; of one who is not, or of whom that is not here, Infinity. */
function inSinceMs(shown: Shown, { conversations }: Talk, channel: ChannelId, person: PersonId): number {
  const basis = conversations.membershipOf(channel).basisOf(person);
  const item = basis === null ? null : shown.replica.get(basis);
  return item ? atMsOf(shown, item) : Infinity;
}

/**
 * Which phones and browsers a person added or cut off, and that they came back by their words: the first word of each, as their own devices wrote it. Of the words
 * there is one note, for the device that was made then and for those that were left behind.
 */
function deviceNotes(shown: Shown, person: PersonId): readonly ConversationNote[] {
  const { persons, access } = shown.replica;
  const card = toChannelId('card', person);
  const told = {
    newDevice: new Map<string, Item>(),
    cutDevice: new Map<string, Item>(),
    restored: new Map<string, Item>(),
  };
  // Conversations are sealed to no others.
  const readAlong = new Set<string>();
  for (const device of persons.devicesOf(person)) {
    for (const item of access.ground.logs.itemsOf(toLogKey(card, device, 0))) {
      const { statement } = item;
      if (statement?.what === 'certificate') {
        const { device: added, class: its } = statement.certificate;
        if (its === 'phone' || its === 'browser') readAlong.add(added);
        noteFirst(told.newDevice, added, item);
      } else if (statement?.what === 'revocation') {
        noteFirst(told.cutDevice, statement.revocation.device, item);
      } else if (statement?.what === 'rotation') {
        noteFirst(told.restored, device, item);
      }
    }
  }
  for (const device of told.restored.keys()) told.newDevice.delete(device);
  return deviceNews.flatMap((what) =>
    [...told[what]].flatMap(([device, item]) =>
      what === 'restored' || readAlong.has(device)
        ? { ...noteOf(shown, item, `${what}-${device}`, person), what, persons: [] }
        : [],
    ),
  );
}

const deviceNews = ['newDevice', 'cutDevice', 'restored'] as const;

function noteFirst(map: Map<string, Item>, device: string, item: Item): void {
  const before = map.get(device);
  if (!before || item.entry.clockMs < before.entry.clockMs) map.set(device, item);
}

function noteOf(shown: Shown, item: Item, id: string, by: PersonId) {
  const { device, known } = shown;
  return {
    kind: 'note' as const,
    id,
    by: known.personOf(by),
    isMine: by === device.person,
    atMs: atMsOf(shown, item),
  };
}
