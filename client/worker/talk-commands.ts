import {
  acknowledge,
  addMembers,
  correctMessage,
  nameGroup,
  openGroup,
  openPair,
  removeMember,
  sendMessage,
  takeBack,
  type TalkDesk,
  type TalkError,
} from '../../shared/device/talk.ts';
import { toChannelId, type ChannelId } from '../../shared/protocol/ids.ts';
import type { Entry } from '../../shared/protocol/entry.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import type { ConversationCommand, NewFile } from '../state/conversations.ts';
import type { Answer, Commands, EngineError } from '../state/messages.ts';
import { fault } from './commands.ts';
import type { Known } from './known.ts';
import { answerKey, muteKey, readKey, tellsRead, tellsReadKey } from './talk-settings.ts';

/** What the page looks at. */
export interface Looking {
  open: ChannelId | undefined;
  most: number;
  words: string;
}

/** What a command of conversations works with. */
export type TalkCommandDesk = TalkDesk & { readonly known: Known; readonly looking: Looking };

type Handlers = {
  readonly [N in ConversationCommand]: (desk: TalkCommandDesk, input: Commands[N]['in']) => Promise<Answer<N>>;
};

export const talkHandlers: Handlers = {
  async openConversation({ looking }, { id, most }) {
    looking.open = id === undefined ? undefined : channelOf(id);
    looking.most = most;
    return ok(null);
  },
  async startConversation(desk, { persons, title }) {
    const [first, ...others] = persons;
    if (first === undefined) return err({ code: 'not-ready' });
    const isPair = others.length === 0 && title === '';
    const begun = isPair ? await openPair(desk, first) : await openGroup(desk, persons, title);
    return begun.ok ? ok({ id: idOf(begun.value) }) : toFault(begun.error);
  },
  async writeMessage(desk, { conversationId, text, answers, place, file }) {
    const message = {
      ...(text && { text }),
      ...(answers && { answers }),
      ...(place && { place }),
      ...(file && { file: toAttachment(file) }),
    };
    return withId(await sendMessage(desk, channelOf(conversationId), message));
  },
  async correctMessage(desk, { conversationId, id, text }) {
    return withId(await correctMessage(desk, channelOf(conversationId), id, text));
  },
  async withdrawMessage(desk, { conversationId, id }) {
    return nothing(await takeBack(desk, channelOf(conversationId), id));
  },
  async nameConversation(desk, { conversationId, title }) {
    return nothing(await nameGroup(desk, channelOf(conversationId), title));
  },
  async addMembers(desk, { conversationId, persons }) {
    return nothing(await addMembers(desk, channelOf(conversationId), persons));
  },
  async removeMember(desk, { conversationId, personId }) {
    return nothing(await removeMember(desk, channelOf(conversationId), personId));
  },
  async leaveConversation(desk, { conversationId }) {
    return nothing(await removeMember(desk, channelOf(conversationId), desk.device.person));
  },
  async answerConversation(desk, { conversationId, accept }) {
    const channel = channelOf(conversationId);
    const kept = await set(desk, answerKey(channel), accept ? 'yes' : 'no');
    if (!kept.ok || accept || desk.conversations.kindOf(channel) !== 'group') return nothing(kept);
    return nothing(await removeMember({ ...desk, command: `${desk.command}/leave` }, channel, desk.device.person));
  },
  async muteConversation(desk, { conversationId, isMuted }) {
    return nothing(await set(desk, muteKey(channelOf(conversationId)), isMuted ? 'yes' : ''));
  },
  async readConversation(desk, { conversationId }) {
    const channel = channelOf(conversationId);
    const last = desk.messages.threadOf(channel).at(-1);
    if (last === undefined || desk.replica.settings.valueOf(readKey(channel)) === last.id) return ok(null);
    const kept = await set(desk, readKey(channel), last.id);
    if (kept.ok && tellsRead(desk.replica)) await acknowledge(desk, [channel], 'conv.read');
    return nothing(kept);
  },
  async setTellsRead(desk, { tellsRead: isOn }) {
    return nothing(await set(desk, tellsReadKey, isOn ? 'yes' : 'no'));
  },
  async searchMessages({ looking }, { words }) {
    looking.words = words.trim();
    return ok(null);
  },
};

/** The address of a conversation names the middle of its channel id. */
export const idOf = (channel: ChannelId): string => channel.slice(2, 34);
const channelOf = (id: string): ChannelId => toChannelId('conv', /^[0-9a-f]{32}$/.test(id) ? id : '00'.repeat(16));

function toAttachment({ data, type, durationMs }: NewFile) {
  return { data, type: type === 'opus' ? ('webm' as const) : type, durationMs };
}

function set({ device, known, command }: TalkCommandDesk, key: string, value: string) {
  const replaces = known.settingEntry(key);
  const fields = { key, ...(value && { value }), ...(replaces.length > 0 && { replaces }) };
  return device.writeSealed('setting', toChannelId('self', device.person), fields, [], `${command}/set`);
}

function toFault(error: TalkError): Result<never, EngineError> {
  return error.code === 'not-member' ? err({ code: 'not-ready' }) : fault(error);
}

function withId(written: Result<Entry, TalkError>): Result<{ id: string }, EngineError> {
  return written.ok ? ok({ id: written.value.id }) : toFault(written.error);
}

function nothing(written: Result<unknown, TalkError>): Result<null, EngineError> {
  return written.ok ? ok(null) : toFault(written.error);
}
