import type { ConversationNote } from '../state/conversations.ts';
import { formatClock } from '../text/day.ts';
import { sayList } from '../text/words.ts';
import { w } from '../ui/words.tsx';

/** What happened to the conversation, in one quiet line. */
export function ConversationNoteLine({ note }: { note: ConversationNote }) {
  return (
    <li class="note m" data-id={note.id}>
      {sentence(note)} <time>{formatClock(note.atMs)}</time>
    </li>
  );
}

function sentence({ what, by: { name }, isMine, persons, title = '' }: ConversationNote) {
  const names = sayList(
    persons.map((person) => ({ parts: [person.name] })),
    'sep.list',
  );
  switch (what) {
    case 'added':
    case 'removed':
      return isMine ? w(`noteMine.${what}`, { names }) : w(`note.${what}`, { name, names });
    case 'named':
      return isMine ? w('noteMine.named', { title }) : w('note.named', { name, title });
    default:
      return isMine ? w(`noteMine.${what}`) : w(`note.${what}`, { name });
  }
}
