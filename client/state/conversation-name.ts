import { t } from '../text/words.ts';
import type { ConversationRow } from './conversations.ts';

const mostNames = 3;

/** What a conversation is called: by its own name, else by the first names of who is in it. */
export function nameOf({ title, others }: Pick<ConversationRow, 'title' | 'others'>): string {
  const names = others.slice(0, mostNames).map(({ name }) => name);
  return title || names.join(t('sep.list')) + (others.length > mostNames ? '…' : '');
}
