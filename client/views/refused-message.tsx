import { useState } from 'preact/hooks';
import { copy } from '../actions/share.ts';
import type { MessageView } from '../state/conversations.ts';
import { w } from '../ui/words.tsx';

/** Of a message that was not accepted: why, and a way to keep its words. */
export function RefusedMessage({ message: { refused, text } }: { message: MessageView }) {
  const [said, say] = useState<'talk.copied' | 'talk.notCopied'>();
  if (!refused) return null;
  return (
    <div class="say err s">
      <p>
        <b>{w('delivery.refused')}</b>
      </p>
      <p>{refused === 'not-permitted' ? w('talk.notPermitted') : w(`refused.${refused}`)}</p>
      {text && (
        <button
          class="btn t"
          onClick={() => void copy(text).then((how) => say(how === 'copied' ? 'talk.copied' : 'talk.notCopied'))}
        >
          {w('talk.copy')}
        </button>
      )}
      <p class="m" role="status">
        {said && w(said)}
      </p>
    </div>
  );
}
