import { useState } from 'preact/hooks';
import { correctMessage, withdrawMessage } from '../actions/messages.ts';
import { copy } from '../actions/share.ts';
import { changeUnsent } from '../actions/unsent.ts';
import type { ConversationView, MessageView } from '../state/conversations.ts';
import { mostCodePoints } from '../state/message-limits.ts';
import { w } from '../ui/words.tsx';
import { AskFirst } from './ask-first.tsx';
import { CorrectionForm } from './correction-form.tsx';

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
  if (isCorrecting) {
    return (
      <div class="ask">
        <CorrectionForm
          id={id}
          before={text}
          most={mostCodePoints}
          why={w('talk.correctWhy')}
          send={(words) => correctMessage(view.id, id, words)}
          onEnd={onEnd}
        />
      </div>
    );
  }
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
