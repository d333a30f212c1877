import { useEffect, useState } from 'preact/hooks';
import { searchMessages, wantMessage } from '../actions/messages.ts';
import { useApp } from '../state/app.ts';
import { nameOf } from '../state/conversation-name.ts';
import type { FoundMessages as Found } from '../state/conversations.ts';
import { sayLast } from './last-words.ts';
import { formatMoment } from '../text/time.ts';
import { drawSpoken, w } from '../ui/words.tsx';
import { GroupFace } from './group-face.tsx';
import { MessageIcon } from './message-icon.tsx';

/** Looks through what this device can read, here and nowhere else. */
export function MessageSearch({ found }: { found: Found | undefined }) {
  const [words, setWords] = useState(found?.words ?? '');
  const [isMissing, setMissing] = useState(false);
  // With the screen the search ends, unless one goes to what it found and comes back.
  useEffect(() => setWords(found?.words ?? ''), [found?.words]);
  const search = async (wanted: string) => {
    const answer = await searchMessages(wanted.trim());
    setMissing(!answer.ok);
  };
  return (
    <form
      class="s"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        void search(words);
      }}
    >
      <label class="l" for="find-words">
        {w('talk.search')}
      </label>
      <div class="f nw">
        <input
          id="find-words"
          class="fld gr"
          type="search"
          autocomplete="off"
          value={words}
          onInput={({ currentTarget: { value } }) => {
            setWords(value);
            if (!value) void search('');
          }}
        />
        <button class="btn">
          <MessageIcon name="search" />
          <span>{w('talk.searchGo')}</span>
        </button>
      </div>
      {isMissing && (
        <p class="m" role="status">
          {w('talk.notHere')}
        </p>
      )}
      {found && (
        <button type="button" class="btn t q" onClick={() => void search('')}>
          {w('talk.searchEnd')}
        </button>
      )}
    </form>
  );
}

/** Each leads to its message. */
export function FoundMessages({ found }: { found: Found }) {
  const nowMs = useApp((state) => state.nowMs);
  const { words, messages } = found;
  return (
    <section>
      <h2 class="hd">
        {messages.length ? w('talk.found', { words, n: messages.length }) : w('talk.foundNone', { words })}
      </h2>
      {messages.length === 0 && <p class="card m">{w('talk.foundNoneWhy')}</p>}
      <ul class="list">
        {messages.map(({ conversationId, title, others, message }) => (
          <li class="row" key={message.id}>
            <GroupFace row={{ kind: title || others.length > 1 ? 'group' : 'pair', others }} />
            <div class="wide">
              <h3>
                <a
                  class="name"
                  href={`/messages/${conversationId}`}
                  onClick={() => wantMessage(conversationId, message.id)}
                >
                  {nameOf({ title, others }) || w('talk.alone')}
                </a>{' '}
                <small class="ib">{formatMoment(message.atMs, nowMs)}</small>
              </h3>
              <p>{drawSpoken(sayLast(message, !title && others.length < 2))}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
