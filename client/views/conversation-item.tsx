import type { ConversationRow } from '../state/conversations.ts';
import { nameOf } from '../state/conversation-name.ts';
import { sayLast } from './last-words.ts';
import { formatMoment } from '../text/time.ts';
import { drawSpoken, w } from '../ui/words.tsx';
import { GroupFace } from './group-face.tsx';

/** One conversation: with whom, what was said last and when, and whether there is something that I have not seen. */
export function ConversationItem({ row, nowMs }: { row: ConversationRow; nowMs: number }) {
  const { id, kind, others, last, unread, isMuted, isOver, by } = row;
  return (
    <li class="row">
      <GroupFace row={row} />
      <div class="wide">
        <h3>
          <a class="name" href={`/messages/${id}`}>
            {nameOf(row) || w('talk.alone')}
          </a>{' '}
          {kind === 'group' && <small class="ib">{w('talk.persons', { n: others.length + (isOver ? 0 : 1) })}</small>}
        </h3>
        {by && kind === 'group' && <p class="m">{w('talk.addedBy', { name: by.name })}</p>}
        {last && <p class="clip">{drawSpoken(sayLast(last, kind === 'pair'))}</p>}
        <p class="f m marks">
          {last && <time>{formatMoment(last.atMs, nowMs)}</time>}
          {unread > 0 && <b class="lab">{w('voice.new')}</b>}
          {isMuted && <span>{w('talk.muted')}</span>}
          {isOver && <span>{w('talk.over')}</span>}
        </p>
      </div>
    </li>
  );
}
