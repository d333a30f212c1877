import type { Conversations } from '../fold/conversations.ts';
import type { Message, Messages } from '../fold/messages.ts';
import type { Replica } from '../fold/replica.ts';
import type { BodyOf } from '../kinds/kinds.ts';
import { encodeUtf8 } from '../protocol/bytes.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { cutName, encodeCuts, type Cut } from '../protocol/cut.ts';
import type { Entry } from '../protocol/entry.ts';
import { sha256 } from '../protocol/hash.ts';
import { groupChannel, pairChannel, type ChannelId, type EntryId, type PersonId } from '../protocol/ids.ts';
import { lanes, maxAfter } from '../protocol/parameters.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import type { Device } from './device.ts';
import type { DiskError } from './ports.ts';

/** What a conversation is written with. */
export type TalkDesk = {
  readonly device: Device;
  readonly replica: Replica;
  readonly conversations: Conversations;
  readonly messages: Messages;
  /** The id of the command: the second time nothing is written again. */
  readonly command: string;
};

/** Why nothing was written: the disk, or the person is in no such conversation (any more). */
export type TalkError = DiskError | { readonly code: 'not-member'; readonly detail: string };

/** A file that goes with a message. */
export type NewAttachment = BodyOf<'attachment'> & { readonly durationMs?: number | undefined };

/** What a message says; words, place or file. */
export type NewMessage = Pick<BodyOf<'message'>, 'text' | 'place' | 'answers'> & {
  readonly file?: NewAttachment | undefined;
};

/** The conversation with one other person, begun where it was not: both may do so offline and it is one. */
export async function openPair(desk: TalkDesk, person: PersonId): Promise<Result<ChannelId, TalkError>> {
  const channel = pairChannel(desk.device.person, person);
  if (desk.conversations.kindOf(channel) !== null) return ok(channel);
  const begun = await desk.device.write('conv.create', channel, { person }, [], `${desk.command}/create`);
  return begun.ok ? ok(channel) : begun;
}

/** A new group of the writer and `persons`, with a title for its members alone. Works offline. */
export async function openGroup(
  desk: TalkDesk,
  persons: readonly PersonId[],
  title: string,
): Promise<Result<ChannelId, TalkError>> {
  const { device, command } = desk;
  // Of the command, so that the second time it is the same group.
  const nonce = sha256(encodeUtf8(`tayori/1 nonce ${device.person} ${command}`)).subarray(0, 16);
  const channel = groupChannel(device.person, nonce);
  const members = persons.filter((person) => person !== device.person);
  const begun = await device.write('conv.create', channel, { nonce, members }, [], `${command}/create`);
  if (!begun.ok) return begun;
  const named = title === '' ? begun : await nameGroup(desk, channel, title);
  return named.ok ? ok(channel) : named;
}

/** Gives a group a title, in place of the one before. */
export function nameGroup(desk: TalkDesk, channel: ChannelId, title: string): Promise<Result<Entry, TalkError>> {
  const before = desk.messages.titleEntry(channel);
  const fields = { title, ...(before && { replaces: [before] }) };
  return writeIn(desk, channel, () =>
    desk.device.writeSealed('conv.title', channel, fields, [], `${desk.command}/title`),
  );
}

/** Writes a message, and its file behind it: words travel in the lane of what is direct, the file in that of bulk. */
export function sendMessage(
  desk: TalkDesk,
  channel: ChannelId,
  message: NewMessage,
): Promise<Result<Entry, TalkError>> {
  const { device, messages, command } = desk;
  return writeIn(desk, channel, async () => {
    const { file, text, place, answers } = message;
    const fields = {
      ...(text && { text }),
      ...(place && { place }),
      ...(answers && { answers }),
      ...(file && { file: { hash: sha256(file.data), type: file.type, size: file.data.length, ...toDuration(file) } }),
    };
    const written = await device.writeSealed('message', channel, fields, lastSeen(messages, channel), command);
    if (!written.ok || !file) return written;
    const { data, type } = file;
    const kept = await device.writeSealed('attachment', channel, { data, type }, [], `${command}/file`);
    // On a full device the words stand, and the file is said not to be there.
    return kept.ok || kept.error.code === 'device-full' ? written : kept;
  });
}

function toDuration({ durationMs }: NewAttachment) {
  return durationMs === undefined ? {} : { durationMs };
}

/** Sets the words of one's own message right: another wording of the same one, with its place and file. */
export function correctMessage(
  desk: TalkDesk,
  channel: ChannelId,
  id: EntryId,
  text: string,
): Promise<Result<Entry, TalkError>> {
  const { device, messages, command } = desk;
  return writeIn(desk, channel, () => {
    const message = messages.messageOf(channel, id);
    if (message?.author !== device.person || message.body === null) return null;
    const { place, answers, file } = message.body;
    const fields = {
      text,
      ...(place && { place }),
      ...(answers && { answers }),
      ...(file && { file }),
      replaces: message.ids.slice(-16),
    };
    return device.writeSealed('message', channel, fields, [message.ids.at(-1) ?? id], command);
  });
}

/** Takes one's own message back, with all its wordings and its file. What others hold is dropped when they hear of it. */
export async function takeBack(desk: TalkDesk, channel: ChannelId, id: EntryId): Promise<Result<null, TalkError>> {
  const { device, replica, messages, command } = desk;
  const message = messages.messageOf(channel, id);
  if (message?.author !== device.person) return notMember();
  const { file } = message.body ?? {};
  const files = file ? messages.fileEntries(channel, file.hash).filter(({ author }) => author === device.person) : [];
  const entries = [...message.ids.flatMap((one) => replica.get(one)?.entry ?? []), ...files.map(({ entry }) => entry)];
  for (const { id: one, hash, device: writer, kind, number } of entries) {
    const target = { targetHash: hash, device: writer, kindNumber: kind, number, reason: 'withdrawn' as const };
    const erased = await device.write('erase', channel, target, [], `${command}/${one}`);
    if (!erased.ok) return erased;
  }
  return ok(null);
}

/**
 * Adds persons to a group, undoing every removal of theirs that is known. They read what is written from then on; so its title is said again, sealed for
 * them too, where their devices are known here.
 */
export async function addMembers(
  desk: TalkDesk,
  channel: ChannelId,
  persons: readonly PersonId[],
): Promise<Result<Entry, TalkError>> {
  const membership = desk.conversations.membershipOf(channel);
  const undoes = persons.flatMap((person) => membership.removalsOf(person)).slice(0, 64);
  const added = await writeIn(desk, channel, (basis) =>
    desk.device.write('conv.member', channel, { basis, add: persons, undoes }, [], desk.command),
  );
  const title = desk.messages.titleOf(channel);
  const readers = new Set(desk.replica.recipientsIn(channel).map(({ id }) => id));
  const isKnown = (person: PersonId) => desk.replica.persons.devicesOf(person).some((id) => readers.has(id));
  if (!added.ok || title === null || !persons.some(isKnown)) return added;
  const named = await nameGroup(desk, channel, title);
  return named.ok ? added : named;
}

/** Takes a person out of a group, or with one's own id leaves it. What is known here of what they wrote goes on counting; from the next message on another key is used. */
export function removeMember(desk: TalkDesk, channel: ChannelId, person: PersonId): Promise<Result<Entry, TalkError>> {
  const cuts = encodeCbor(encodeCuts(cutsOf(desk, channel, person)));
  return writeIn(desk, channel, (basis) =>
    desk.device.write('conv.member', channel, { basis, remove: [person], cuts }, [], desk.command),
  );
}

/** Up to where this device knows what a person wrote in a conversation. */
function cutsOf({ device, replica }: TalkDesk, channel: ChannelId, person: PersonId): readonly Cut[] {
  return replica.persons.devicesOf(person).flatMap((writer) =>
    lanes.flatMap((lane) => {
      const { number, hash } = device.core.holdings.head(channel, writer, lane);
      return number === 0 ? [] : { name: cutName(channel, writer, lane), number, hash };
    }),
  );
}

/**
 * Says to the others of each conversation in `channels` what has come to this device, or with `conv.read` what was read. Called after each sync; the second time
 * nothing is written. Stops at the first that cannot be kept. Gives whether anything was written.
 */
export async function acknowledge(
  desk: Omit<TalkDesk, 'command'>,
  channels: readonly ChannelId[],
  kind: 'conv.ack' | 'conv.read',
): Promise<boolean> {
  const { device, conversations, messages } = desk;
  let isWritten = false;
  for (const channel of channels) {
    const heads = messages.unsaid(channel, kind).slice(0, 200);
    if (heads.length === 0 || !conversations.membersOf(channel).includes(device.person)) continue;
    const said = await device.writeSealed(kind, channel, { heads });
    if (!said.ok) break;
    isWritten = true;
  }
  return isWritten;
}

/** The last messages of others, so that what follows stands behind them whatever the clocks say. */
function lastSeen(messages: Messages, channel: ChannelId): readonly EntryId[] {
  const last = messages.threadOf(channel).at(-1);
  return last ? newestIds(last).slice(0, maxAfter) : [];
}

function newestIds({ ids }: Message): readonly EntryId[] {
  return ids.slice(-1);
}

/** Runs `write` with what makes this person a member; refuses when nothing does, or when `write` finds nothing to do. */
async function writeIn(
  { device, conversations }: TalkDesk,
  channel: ChannelId,
  write: (basis: EntryId) => Promise<Result<Entry, DiskError>> | null,
): Promise<Result<Entry, TalkError>> {
  const basis = conversations.membershipOf(channel).basisOf(device.person);
  return (basis !== null && (await write(basis))) || notMember();
}

function notMember(): Result<never, TalkError> {
  return err({ code: 'not-member', detail: 'the writer is not in this conversation' });
}
