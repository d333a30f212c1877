import { createConversations, type Conversations } from './conversations.ts';
import { createMessages, type Messages } from './messages.ts';
import type { Replica } from './replica.ts';

/** All that a replica knows of sealed conversations. */
export type Talk = { readonly conversations: Conversations; readonly messages: Messages };

/** Lets a replica, however much it holds already, fold conversations and their messages from now on. To be called once. */
export function attachTalk(replica: Replica): Talk {
  replica.access.attachConversations(createConversations);
  const conversations = replica.access.conversations();
  if (conversations === null) throw new Error('conversations were not attached');
  const messages = createMessages(replica);
  replica.extend(messages);
  return { conversations, messages };
}
