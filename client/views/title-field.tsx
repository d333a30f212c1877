import { mostTitle } from '../state/message-limits.ts';
import { w } from '../ui/words.tsx';

/** The name of a group; without one it goes by its members. */
export function TitleField({ value, onInput }: { value: string; onInput: (value: string) => void }) {
  const over = [...value.trim()].length - mostTitle;
  return (
    <div>
      <label class="l" for="group-title">
        {w('talk.title')}
        <small class="w4">{w('sheet.optional')}</small>
      </label>
      <input
        id="group-title"
        class="fld"
        autocomplete="off"
        value={value}
        aria-describedby="group-title-hint"
        aria-invalid={over > 0}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p class="m" id="group-title-hint">
        {over > 0 ? w('sheet.tooLong', { n: over }) : w('talk.titleHint')}
      </p>
    </div>
  );
}
