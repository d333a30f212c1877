import type { Place } from '../../shared/kinds/place.ts';
import type { Delivery, PersonView, RefusalCode } from './model.ts';

/** What is shown of sealed messages. Missing from the state until the part of the worker that knows of them is there. */
export interface MessagesView {
  /** The newest first. Requests of strangers and what I left are not among them; what I was put out of is. */
  readonly conversations: readonly ConversationRow[];
  /** I was written to, or put into a group, by somebody who is not a friend of mine. */
  readonly requests: readonly ConversationRow[];
  /** The one that the page shows. */
  readonly open: ConversationView | undefined;
  readonly found: FoundMessages | undefined;
  /** Whether I let others see what I have read. */
  readonly tellsRead: boolean;
}

/** A conversation as lists show it. */
export interface ConversationRow {
  /** Its address: `/messages/ID`. */
  readonly id: string;
  readonly kind: 'pair' | 'group';
  /** Of a group; empty where it has no name, or where the name cannot be read here. */
  readonly title: string;
  /** All who are in it but me, in order of names. Of a pair just one. */
  readonly others: readonly PersonView[];
  readonly last: LastWords | undefined;
  /** Messages of others since I looked. */
  readonly unread: number;
  readonly isMuted: boolean;
  /** I am not in it any more: what is here can be read, and nothing be written. */
  readonly isOver: boolean;
  /** Of a request: who wrote, or put me into it. */
  readonly by?: PersonView | undefined;
}

/** The newest message, for one line. */
export interface LastWords {
  readonly by: PersonView;
  readonly isMine: boolean;
  readonly text: string;
  /** What it brings besides its words, which may be empty then. */
  readonly file?: FileKind | undefined;
  readonly isWithdrawn?: boolean | undefined;
  readonly atMs: number;
}

export type FileKind = 'picture' | 'sound' | 'place';

/** An open conversation. */
export interface ConversationView extends ConversationRow {
  readonly isRequest: boolean;
  /** In order of the conversation; the newest last. */
  readonly lines: readonly ConversationLine[];
  readonly hasOlder: boolean;
  /** Something was written under a key that this device was not given, as before it was added. Whether those are words or acknowledgements cannot be told: they are sealed. */
  readonly isPartial: boolean;
  /** Members to whom nothing can be sealed yet, because their devices are not known here. */
  readonly unreachable: readonly PersonView[];
  /** How many devices read along; each is asked for nothing else. */
  readonly devices: number;
}

export type ConversationLine = MessageView | ConversationNote;

/** What happened to a conversation, or to the devices of one of its members, as `by` did it. */
export interface ConversationNote {
  readonly kind: 'note';
  readonly id: string;
  readonly what: 'began' | 'added' | 'removed' | 'left' | 'named' | 'newDevice' | 'cutDevice' | 'restored';
  readonly by: PersonView;
  readonly isMine: boolean;
  readonly persons: readonly PersonView[];
  readonly title?: string | undefined;
  readonly atMs: number;
}

export interface MessageView {
  readonly kind: 'message';
  readonly id: string;
  readonly by: PersonView;
  readonly isMine: boolean;
  readonly atMs: number;
  readonly clamped?: boolean | undefined;
  readonly text: string;
  /** The words before they were set right, oldest first. */
  readonly earlier: readonly string[];
  readonly isWithdrawn?: boolean | undefined;
  readonly place?: Place | undefined;
  readonly answers?: AnsweredView | undefined;
  readonly file?: FileView | undefined;
  /** Own ones only; `theirs` and `read` say who, and of how many. */
  readonly delivery?: Delivery | undefined;
  readonly refused?: RefusalCode | undefined;
}

/** The message that is answered; nothing but its id is known where it is not here. */
export interface AnsweredView {
  readonly id: string;
  readonly by: PersonView | undefined;
  readonly isMine: boolean;
  /** Empty where it was taken back, or brought no words. */
  readonly text: string | undefined;
  readonly isWithdrawn?: boolean | undefined;
}

/** A picture or a voice note; its bytes come after all words. */
export interface FileView {
  readonly kind: 'picture' | 'sound';
  readonly bytes: number;
  readonly durationMs?: number | undefined;
  /** Missing while it is on its way; the same object as long as it is the same file. */
  readonly blob?: Blob | undefined;
  /** It had no room on this device. */
  readonly isLeftOut?: boolean | undefined;
}

/** What my own search found, newest first, at most a hundred. */
export interface FoundMessages {
  readonly words: string;
  readonly messages: readonly FoundMessage[];
}

export interface FoundMessage {
  readonly conversationId: string;
  /** As in the list of conversations. */
  readonly title: string;
  readonly others: readonly PersonView[];
  readonly message: LastWords & { readonly id: string };
}

/** A file before it is sent: at most 61,440 bytes, a sound at most 30 s. */
export interface NewFile {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly type: 'webp' | 'jpeg' | 'png' | 'opus' | 'mp4';
  readonly durationMs?: number | undefined;
}

/** What goes along with the words of a draft. */
export interface Unsent {
  /** The message that is answered. */
  readonly answers?: string | undefined;
  readonly place?: Place | undefined;
  readonly file?: NewFile | undefined;
}

export type UnsentPart = keyof Unsent;

export const unsentParts: readonly UnsentPart[] = ['answers', 'place', 'file'];

/** Commands of what goes along with drafts. */
export interface AlongCommands {
  /** Keeps a part on this device, or with undefined forgets it. */
  keepAlong: { in: { conversationId: string; part: UnsentPart; value: Unsent[UnsentPart] }; out: null };
  recallAlong: { in: { conversationId: string }; out: Unsent };
}

/** What is written into a conversation; of words, place and file at least one. */
export interface MessageInput {
  readonly conversationId: string;
  readonly text: string;
  readonly answers: string | undefined;
  readonly place: Place | undefined;
  readonly file: NewFile | undefined;
}

/** Commands of conversations. Each answer means that it is durable here. */
export interface ConversationCommands {
  /** The conversation that is shown, or none; brings its newest messages. */
  openConversation: { in: { id: string | undefined; most: number }; out: null };
  /** Of the two of us, or a new group. With one person and no title always the same conversation. */
  startConversation: { in: { persons: readonly string[]; title: string }; out: { id: string } };
  writeMessage: { in: MessageInput; out: { id: string } };
  correctMessage: { in: { conversationId: string; id: string; text: string }; out: { id: string } };
  withdrawMessage: { in: { conversationId: string; id: string }; out: null };
  nameConversation: { in: { conversationId: string; title: string }; out: null };
  addMembers: { in: { conversationId: string; persons: readonly string[] }; out: null };
  removeMember: { in: { conversationId: string; personId: string }; out: null };
  leaveConversation: { in: { conversationId: string }; out: null };
  /** Takes a request up, or turns it down, which leaves a group and hides a pair. */
  answerConversation: { in: { conversationId: string; accept: boolean }; out: null };
  muteConversation: { in: { conversationId: string; isMuted: boolean }; out: null };
  /** All that is there by now was seen. */
  readConversation: { in: { conversationId: string }; out: null };
  setTellsRead: { in: { tellsRead: boolean }; out: null };
  /** Looks through what this device can read; with no words the search is over. */
  searchMessages: { in: { words: string }; out: null };
}

/** The commands of conversations, whose code comes when it is first needed. */
export type ConversationCommand = keyof ConversationCommands;

const names: Readonly<Record<ConversationCommand, true>> = {
  openConversation: true,
  startConversation: true,
  writeMessage: true,
  correctMessage: true,
  withdrawMessage: true,
  nameConversation: true,
  addMembers: true,
  removeMember: true,
  leaveConversation: true,
  answerConversation: true,
  muteConversation: true,
  readConversation: true,
  setTellsRead: true,
  searchMessages: true,
};

/** Whether a command is one of conversations. */
export function isConversationCommand(name: string): name is ConversationCommand {
  return Object.hasOwn(names, name);
}

/** Whether a command only says what the page looks at: nothing is to be sent behind it. */
export function isLook(name: ConversationCommand): boolean {
  return name === 'openConversation' || name === 'searchMessages';
}
