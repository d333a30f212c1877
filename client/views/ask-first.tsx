import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { w } from '../ui/words.tsx';

/** A button that asks once before it does what cannot be undone, and says what that means. */
export function AskFirst(props: {
  label: ComponentChildren;
  /** For who does not see beside what it stands. */
  name?: string | undefined;
  question: ComponentChildren;
  why: ComponentChildren;
  yes: ComponentChildren;
  onYes: () => void;
}) {
  const [isAsking, ask] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" class="btn t q" aria-label={props.name} onClick={() => ask(true)}>
        {props.label}
      </button>
    );
  }
  return (
    <section class="ask s">
      <h3>{props.question}</h3>
      <p>{props.why}</p>
      <p class="f">
        <button
          type="button"
          class="btn t"
          onClick={() => {
            ask(false);
            props.onYes();
          }}
        >
          {props.yes}
        </button>
        <button type="button" class="btn t q" autofocus onClick={() => ask(false)}>
          {w('talk.keep')}
        </button>
      </p>
    </section>
  );
}
