import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Say } from '../ui/say.tsx';

/** Takes a code or a link that came as text. `take` gives whether it could be read; what it could not stays in the field, and `bad` says what would be. */
export function PasteField(props: {
  id: string;
  label: ComponentChildren;
  button: ComponentChildren;
  bad: ComponentChildren;
  isLink?: boolean;
  take: (text: string) => boolean | Promise<boolean>;
}) {
  const { id, label, button, bad, isLink, take } = props;
  const [text, setText] = useState('');
  const [isBad, setBad] = useState(false);
  const open = async (event: Event) => {
    event.preventDefault();
    setBad(!(await take(text)));
  };
  return (
    <form class="s" onSubmit={(event) => void open(event)}>
      <label class="l" for={id}>
        {label}
      </label>
      <div class="f nw">
        <input
          id={id}
          class="fld gr"
          type="text"
          inputMode={isLink ? 'url' : 'text'}
          autocomplete="off"
          value={text}
          aria-invalid={isBad}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setBad(false);
          }}
        />
        <button class="btn">{button}</button>
      </div>
      {isBad && <Say bad what={bad} />}
    </form>
  );
}
