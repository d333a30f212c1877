import { useEffect, useRef, useState } from 'preact/hooks';
import { searchMessages } from '../actions/messages.ts';
import { nameOf } from '../state/conversation-name.ts';
import type { ConversationRow } from '../state/conversations.ts';
import { useApp } from '../state/app.ts';
import { sayLast } from './last-words.ts';
import { plain } from '../text/words.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { ConversationItem } from './conversation-item.tsx';
import { LongList } from './long-list.tsx';
import { FoundMessages, MessageSearch } from './message-search.tsx';

const rowRem = 6;

/** All conversations, the newest first; who is no friend waits apart until one looks. */
export function Conversations() {
  const messages = useApp((state) => state.messages);
  const isOpening = useApp((state) => state.phase === 'opening');
  if (isOpening) return null;
  if (!messages) return <Waiting />;
  const { conversations, requests, found } = messages;
  if (conversations.length + requests.length === 0) {
    return (
      <Empty icon="messages" title={w('talk.empty')} why={w('talk.emptyWhy')}>
        <WriteLink />
      </Empty>
    );
  }
  return (
    <>
      <div class="card s3">
        <WriteLink />
        <MessageSearch found={found} />
      </div>
      {found ? (
        <FoundMessages found={found} />
      ) : (
        <>
          {requests.length > 0 && <Requests rows={requests} />}
          {conversations.length > 0 && <Rows rows={conversations} />}
        </>
      )}
    </>
  );
}

/** Until what is here was read; where the part that reads it cannot be had now, that is said. */
function Waiting() {
  const [isMissing, setMissing] = useState(false);
  useEffect(() => void searchMessages('').then(({ ok }) => setMissing(!ok)), []);
  return isMissing ? (
    <Say what={w('talk.notHere')}>{w('talk.notHereWhy')}</Say>
  ) : (
    <Say what={w('talk.waiting')}>{w('talk.waitingWhy')}</Say>
  );
}

function WriteLink() {
  return (
    <a class="btn p w" href="/messages/new">
      <Icon name="pen" />
      <span>{w('message.write')}</span>
    </a>
  );
}

/** Closed until one wants to know: nobody must read what a stranger writes. */
function Requests({ rows }: { rows: readonly ConversationRow[] }) {
  const nowMs = useApp((state) => state.nowMs);
  return (
    <details class="card knocks">
      <summary>
        <h2>{w('talk.requests', { n: rows.length })}</h2>
      </summary>
      <p class="m">{w('talk.requestsWhy')}</p>
      <ul>
        {rows.map((row) => (
          <ConversationItem key={row.id} row={row} nowMs={nowMs} />
        ))}
      </ul>
    </details>
  );
}

function Rows({ rows }: { rows: readonly ConversationRow[] }) {
  const list = useRef<HTMLUListElement>(null);
  const nowMs = useApp((state) => state.nowMs);
  const language = useApp((state) => state.language);
  return (
    <section>
      <h2 class="hd">{w('talk.all')}</h2>
      <ul class="list" ref={list}>
        <LongList
          list={list}
          rows={rows}
          idOf={({ id }) => id}
          textOf={(row) => `${nameOf(row)} ${row.last ? plain(sayLast(row.last, true)) : ''}`}
          draw={(row) => <ConversationItem key={row.id} row={row} nowMs={nowMs} />}
          stamp={`${new Date(nowMs).toDateString()} ${language}`}
          rowRem={rowRem}
        />
      </ul>
    </section>
  );
}
