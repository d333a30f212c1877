import type { ComponentChildren } from 'preact';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';

/** Sets own words right: what is being written is kept at every key, and forgotten once `send` has saved it. */
export function CorrectionForm(props: {
  /** The voice or message that is corrected. */
  id: string;
  /** What stands in the field before one writes. */
  before?: string;
  /** Greatest number of code points. */
  most: number;
  /** What becomes of the earlier words. */
  why: ComponentChildren;
  send: (text: string) => Promise<{ readonly ok: boolean }>;
  onEnd: () => void;
}) {
  const { id, before = '', most, why, send, onEnd } = props;
  const key = `correct:${id}` as const;
  const text = useApp((state) => state.drafts[key]) ?? before;
  const left = most - [...text.trim()].length;
  const canSend = text.trim() !== '' && left >= 0;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!canSend || !(await send(text.trim())).ok) return;
    dropDraft(key);
    onEnd();
  };
  return (
    <form class="s" onSubmit={(event) => void submit(event)}>
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
        {left < 0 ? w('voice.over', { n: -left }) : why}
      </p>
      <p class="f">
        <button class="btn" disabled={!canSend}>
          {w('voice.correctSend')}
        </button>
        <button type="button" class="btn q" onClick={onEnd}>
          {w('nav.close')}
        </button>
      </p>
    </form>
  );
}
