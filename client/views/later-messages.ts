import '../styles/messages.css';
import type { ComponentType } from 'preact';
import { closeConversation } from '../actions/messages.ts';
import type { RouteName } from '../state/routes.ts';
import { messagesJa } from '../text/messages-ja.ts';
import { addJapanese } from '../text/words.ts';
import { Conversation } from './conversation.tsx';
import { Conversations } from './conversations.tsx';
import { Members } from './members.tsx';
import { NewMessage } from './new-message.tsx';

export { TellsRead } from './tells-read.tsx';
export type MessageScreen = Extract<RouteName, 'messages' | 'newMessage' | 'conversation' | 'members'>;

/** The screens of messages, in a file of their own with their words and looks. */
export const messageScreens: Readonly<Record<MessageScreen, ComponentType>> = {
  messages: Conversations,
  newMessage: NewMessage,
  conversation: Conversation,
  members: Members,
};

addJapanese(messagesJa);
// The worker brings its own part with the first question: the list is told then.
closeConversation();
