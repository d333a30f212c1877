import { useState } from 'preact/hooks';
import { handleIn } from '../actions/handles.ts';
import { go } from '../actions/navigate.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** Where a handle is typed to find who has it. What it finds has an address of its own. */
export function FindHandle() {
  const [text, setText] = useState('');
  const [isBad, setBad] = useState(false);
  const find = (event: Event) => {
    event.preventDefault();
    const handle = handleIn(text);
    if (handle) go(`/@${handle}`);
    else setBad(true);
  };
  return (
    <form class="card s" onSubmit={find}>
      <label class="l" for="find-handle">
        {w('handle.find')}
      </label>
      <div class="f nw">
        <input
          id="find-handle"
          class="fld gr"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={text}
          aria-invalid={isBad}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setBad(false);
          }}
        />
        <button class="btn">{w('handle.findGo')}</button>
      </div>
      {isBad && (
        <Say bad what={w('handle.notOne')}>
          <p>{w('handle.form')}</p>
        </Say>
      )}
    </form>
  );
}
