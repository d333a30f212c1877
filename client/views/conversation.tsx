import { useEffect, useRef } from 'preact/hooks';
import { readConversation } from '../actions/messages.ts';
import { useApp } from '../state/app.ts';
import type { ConversationView } from '../state/conversations.ts';
import { matchRoute } from '../state/routes.ts';
import { Empty } from '../ui/empty.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { Composer } from './composer.tsx';
import { ConversationHead } from './conversation-head.tsx';
import { Request } from './conversation-request.tsx';
import { TalkLines } from './talk-lines.tsx';
import { useTalk, type Talk } from './use-talk.ts';

/** One conversation: who can read it, what was said, and a field to write in. */
export function Conversation() {
  const id = matchRoute(useApp((state) => state.path)).id;
  return <Opened key={id} id={id} />;
}

function Opened({ id }: { id: string }) {
  const talk = useTalk(id);
  const { view } = talk;
  if (view === undefined) return <Say what={w('talk.opening')} />;
  if (view === 'missing') return <Empty icon="messages" title={w('talk.missing')} why={w('talk.missingWhy')} />;
  if (view === 'not-here') return <Say what={w('talk.notHere')}>{w('talk.notHereWhy')}</Say>;
  return <Shown talk={talk} view={view} />;
}

function Shown({ talk, view }: { talk: Talk; view: ConversationView }) {
  const toEnd = useRef<() => void>(() => undefined);
  useRead(view);
  return (
    <div class="talking">
      <ConversationHead view={view} />
      {view.isRequest ? (
        <Request view={view} />
      ) : (
        <>
          <TalkLines talk={talk} view={view} toEnd={toEnd}>
            <Foot view={view} onSent={() => toEnd.current()} />
          </TalkLines>
        </>
      )}
    </div>
  );
}

function Foot({ view, onSent }: { view: ConversationView; onSent: () => void }) {
  const { isOver, kind } = view;
  if (isOver) return <p class="card m over">{kind === 'group' ? w('talk.overGroup') : w('talk.overPair')}</p>;
  return <Composer view={view} onSent={onSent} />;
}

/** Notes that it was seen, whenever something is new while one looks. Of a request nothing is told before it is taken up. */
function useRead({ id, unread, isRequest }: ConversationView): void {
  useEffect(() => {
    if (unread === 0 || isRequest) return undefined;
    const read = () => document.visibilityState === 'visible' && readConversation(id);
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [id, unread, isRequest]);
}
