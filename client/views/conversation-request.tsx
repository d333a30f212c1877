import { useState } from 'preact/hooks';
import { answerConversation } from '../actions/messages.ts';
import { go } from '../actions/navigate.ts';
import { useApp } from '../state/app.ts';
import { nameOf } from '../state/conversation-name.ts';
import type { ConversationView, MessageView } from '../state/conversations.ts';
import { formatMoment } from '../text/time.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { Face } from './face.tsx';

const mostWords = 3;

/** Somebody who is no friend wants to talk to me: who it is and the first words, before anything else is shown or can be written. */
export function Request({ view }: { view: ConversationView }) {
  const { id, by, kind, others, lines } = view;
  const nowMs = useApp((state) => state.nowMs);
  const [isMissing, setMissing] = useState(false);
  const person = by ?? others[0];
  const name = person?.name ?? '';
  const first = lines.filter((line): line is MessageView => line.kind === 'message').slice(0, mostWords);
  const answer = async (accept: boolean) => {
    const { ok } = await answerConversation(id, accept);
    setMissing(!ok);
    if (ok && !accept) go('/messages', { replace: true });
  };
  return (
    <section class="card s3">
      <div class="f nw">
        {person && <Face person={person} />}
        <div class="gr">
          <h2>
            {name} <small class="w4">{person?.kana}</small>
          </h2>
          <p class="m">{kind === 'pair' ? w('talk.requestPair') : w('talk.requestGroup', { title: nameOf(view) })}</p>
        </div>
      </div>
      {first.map((message) => (
        <blockquote key={message.id} class="first-words">
          <p class="pre">{message.isWithdrawn ? w('talk.withdrawn') : message.text || w('talk.noWords')}</p>
          <small>{formatMoment(message.atMs, nowMs)}</small>
        </blockquote>
      ))}
      {first.length === 0 && <p class="m">{w('talk.requestSilent')}</p>}
      <p>{w('talk.requestWhat')}</p>
      <p class="f">
        <button class="btn p" onClick={() => void answer(true)}>
          <span>{w('talk.accept')}</span>
        </button>
        <button class="btn" onClick={() => void answer(false)}>
          <span>{w('talk.refuse')}</span>
        </button>
      </p>
      {isMissing && <Say what={w('talk.notHere')}>{w('talk.notHereWhy')}</Say>}
    </section>
  );
}
