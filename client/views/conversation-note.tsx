import type { ConversationNote } from '../state/conversations.ts';
import { formatClock } from '../text/day.ts';
import { sayList } from '../text/words.ts';
import { w } from '../ui/words.tsx';

/** What happened to the conversation, in one quiet line. Of devices a tap explains what it means for who can read. */
export function ConversationNoteLine({ note }: { note: ConversationNote }) {
  const { id, what, isMine, atMs } = note;
  const why = explanation(what);
  const said = (
    <>
      {sentence(note)} <time>{formatClock(atMs)}</time>
    </>
  );
  if (!why) {
    return (
      <li class="note m" data-id={id}>
        {said}
      </li>
    );
  }
  return (
    <li class="note m" data-id={id}>
      <details>
        <summary>{said}</summary>
        <p>{isMine ? w(`noteWhyMine.${why}`) : w(`noteWhy.${why}`)}</p>
        {isMine && (
          <a class="btn t" href="/me/devices">
            <span>{w('note.toDevices')}</span>
          </a>
        )}
      </details>
    </li>
  );
}

function explanation(what: ConversationNote['what']) {
  return what === 'newDevice' || what === 'cutDevice' || what === 'restored' ? what : undefined;
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
