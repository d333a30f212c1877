import type { ComponentChildren } from 'preact';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

export interface NameInput {
  readonly name: string;
  readonly kana: string;
}

const mostName = 40;
const mostKana = 60;

/** What is wrong with a name, said in a sentence, or nothing. Limits count code points, as the protocol does. */
export function nameTrouble({ name, kana }: NameInput): ComponentChildren {
  if (!name.trim()) return w('start.needName');
  if ([...name.trim()].length > mostName) return w('start.longName', { n: mostName });
  if ([...kana.trim()].length > mostKana) return w('start.longKana', { n: mostKana });
  return undefined;
}

export function NameFields(props: {
  fields: NameInput;
  onChange: (fields: NameInput) => void;
  trouble: ComponentChildren;
}) {
  const { fields, onChange, trouble } = props;
  return (
    <>
      <div>
        <label class="l" for="name">
          {w('start.name')}
        </label>
        <p class="m" id="name-hint">
          {w('start.nameHint')}
        </p>
        <input
          id="name"
          class="fld"
          value={fields.name}
          autocomplete="name"
          required
          aria-invalid={trouble !== undefined}
          aria-describedby="name-hint"
          onInput={(event) => onChange({ ...fields, name: event.currentTarget.value })}
        />
      </div>
      <div>
        <label class="l" for="kana">
          {w('start.kana')}
        </label>
        <p class="m" id="kana-hint">
          {w('start.kanaHint')}
        </p>
        <input
          id="kana"
          class="fld"
          value={fields.kana}
          autocomplete="off"
          aria-describedby="kana-hint"
          onInput={(event) => onChange({ ...fields, kana: event.currentTarget.value })}
        />
      </div>
      {trouble && <Say bad what={trouble} />}
    </>
  );
}
