import { useState } from 'preact/hooks';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { correctMessage, withdrawMessage } from '../actions/messages.ts';
import { copy } from '../actions/share.ts';
import { changeUnsent } from '../actions/unsent.ts';
import { useApp } from '../state/app.ts';
import type { ConversationView, MessageView } from '../state/conversations.ts';
import { leftToWrite } from '../state/message-limits.ts';
import { w } from '../ui/words.tsx';
import { AskFirst } from './ask-first.tsx';

/** What can be done with a message: answer and copy, and with one's own words also set right and take back. */
export function MessageActions(props: { message: MessageView; view: ConversationView; onEnd: () => void }) {
  const { message, view, onEnd } = props;
  const { id, text, isMine, refused } = message;
  const [said, say] = useState<'talk.copied' | 'talk.notCopied'>();
  const [isCorrecting, setCorrecting] = useState(false);
  const canChange = isMine && !refused && !view.isOver;
  const answer = () => {
    changeUnsent(view.id, { answers: id });
    onEnd();
    document.getElementById('message')?.focus();
  };
  if (isCorrecting) return <Correction message={message} conversationId={view.id} onEnd={onEnd} />;
  return (
    <div class="f doing">
      {!view.isOver && !refused && (
        <button class="btn t" onClick={answer}>
          {w('talk.answer')}
        </button>
      )}
      {text && (
        <button
          class="btn t"
          onClick={() => void copy(text).then((how) => say(how === 'copied' ? 'talk.copied' : 'talk.notCopied'))}
        >
          {w('talk.copy')}
        </button>
      )}
      {canChange && text && (
        <button class="btn t" onClick={() => setCorrecting(true)}>
          {w('voice.correct')}
        </button>
      )}
      {canChange && (
        <AskFirst
          label={w('voice.withdraw')}
          question={w('talk.withdrawAsk')}
          why={w('talk.withdrawWhy')}
          yes={w('voice.withdrawYes')}
          onYes={() => void withdrawMessage(view.id, id)}
        />
      )}
      <p class="m" role="status">
        {said && w(said)}
      </p>
    </div>
  );
}

function Correction(props: { message: MessageView; conversationId: string; onEnd: () => void }) {
  const { message, conversationId, onEnd } = props;
  const key = `correct:${message.id}` as const;
  const text = useApp((state) => state.drafts[key]) ?? message.text;
  const left = leftToWrite(text.trim());
  const canSend = text.trim() !== '' && left >= 0;
  const send = async (event: Event) => {
    event.preventDefault();
    if (!canSend || !(await correctMessage(conversationId, message.id, text.trim())).ok) return;
    dropDraft(key);
    onEnd();
  };
  return (
    <form class="s ask" onSubmit={(event) => void send(event)}>
      <label class="l" for={key}>
        {w('voice.correct')}
      </label>
      <textarea
        id={key}
        class="fld"
        rows={3}
        value={text}
        autofocus
        aria-describedby={`${key}-why`}
        aria-invalid={left < 0}
        onInput={(event) => keepDraft(key, event.currentTarget.value)}
      />
      <p class="m" id={`${key}-why`}>
        {left < 0 ? w('voice.over', { n: -left }) : w('talk.correctWhy')}
      </p>
      <p class="f">
        <button class="btn t" disabled={!canSend}>
          {w('voice.correctSend')}
        </button>
        <button type="button" class="btn t q" onClick={onEnd}>
          {w('nav.close')}
        </button>
      </p>
    </form>
  );
}
