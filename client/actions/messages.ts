import type { MessageInput } from '../state/conversations.ts';
import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

/** So many messages are shown when a conversation is opened, and so many more when older ones are asked for. */
export const messagesAtOnce = 50;

/** Which message a conversation is opened at next, by the conversation. */
const wantedById = new Map<string, string>();

/** Shows the newest `most` messages of a conversation as long as it is not closed. Works offline, as everything here. */
export function openConversation(id: string, most: number): Promise<Answer<'openConversation'>> {
  return ask('openConversation', { id, most });
}

export function closeConversation(): void {
  void ask('openConversation', { id: undefined, most: 0 });
}

/** Has the conversation begin at one of its messages when it is opened next. */
export function wantMessage(conversationId: string, id: string): void {
  wantedById.set(conversationId, id);
}

/** The message at which a conversation should begin, once. */
export function takeWanted(conversationId: string): string | undefined {
  const wanted = wantedById.get(conversationId);
  wantedById.delete(conversationId);
  return wanted;
}

/** With one person and no title always the same conversation. */
export function startConversation(persons: readonly string[], title: string): Promise<Answer<'startConversation'>> {
  return ask('startConversation', { persons, title });
}

/** Resolves when it is sealed and durable on this device; how far it comes is told by its delivery. */
export function writeMessage(message: MessageInput): Promise<Answer<'writeMessage'>> {
  return ask('writeMessage', message);
}

/** Sets own words right: the earlier ones can still be read. */
export function correctMessage(conversationId: string, id: string, text: string): Promise<Answer<'correctMessage'>> {
  return ask('correctMessage', { conversationId, id, text });
}

export function withdrawMessage(conversationId: string, id: string): Promise<Answer<'withdrawMessage'>> {
  return ask('withdrawMessage', { conversationId, id });
}

export function nameConversation(conversationId: string, title: string): Promise<Answer<'nameConversation'>> {
  return ask('nameConversation', { conversationId, title });
}

/** They read from now on, nothing of before. */
export function addMembers(conversationId: string, persons: readonly string[]): Promise<Answer<'addMembers'>> {
  return ask('addMembers', { conversationId, persons });
}

/** What was written before stays with them; nothing written after can be opened by them. */
export function removeMember(conversationId: string, personId: string): Promise<Answer<'removeMember'>> {
  return ask('removeMember', { conversationId, personId });
}

export function leaveConversation(conversationId: string): Promise<Answer<'leaveConversation'>> {
  return ask('leaveConversation', { conversationId });
}

/** Takes a request up or turns it down. Whoever made it is not told of a refusal. */
export function answerConversation(conversationId: string, accept: boolean): Promise<Answer<'answerConversation'>> {
  return ask('answerConversation', { conversationId, accept });
}

export function muteConversation(conversationId: string, isMuted: boolean): Promise<Answer<'muteConversation'>> {
  return ask('muteConversation', { conversationId, isMuted });
}

/** Notes that all that is here of a conversation was seen. */
export function readConversation(conversationId: string): void {
  void ask('readConversation', { conversationId });
}

/** Whether others are told what I have read, from now on. */
export function setTellsRead(tellsRead: boolean): Promise<Answer<'setTellsRead'>> {
  return ask('setTellsRead', { tellsRead });
}

/** Looks through what this device can read; with no words the search is over. */
export function searchMessages(words: string): Promise<Answer<'searchMessages'>> {
  return ask('searchMessages', { words });
}
