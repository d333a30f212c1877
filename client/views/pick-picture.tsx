import { useState } from 'preact/hooks';
import type { NewFile } from '../state/conversations.ts';
import { mostFileBytes } from '../state/message-limits.ts';
import { w } from '../ui/words.tsx';
import { MessageIcon } from './message-icon.tsx';

/**
 * A picture from the camera or the files, made small here: of the file nothing goes along but what is seen. Null for what is no image, `missing` where the part
 * of the app that makes it small cannot be had now.
 */
export function PickPicture({ onPick }: { onPick: (file: NewFile | null | 'missing') => void }) {
  const [isBusy, setBusy] = useState(false);
  const read = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    setBusy(true);
    // Own pictures are made small there too.
    const small = import('./later-screens.ts').then(({ readWholePicture }) => readWholePicture(file, mostFileBytes));
    onPick(await small.catch(noteMissing));
    setBusy(false);
  };
  return (
    <label class="tool">
      <input
        class="vh"
        type="file"
        accept="image/*"
        disabled={isBusy}
        onChange={(event) => void read(event.currentTarget)}
      />
      <MessageIcon name="picture" />
      <span>{isBusy ? w('talk.shrinking') : w('talkFile.picture')}</span>
    </label>
  );
}

function noteMissing(reason: unknown): 'missing' {
  console.warn('A part of the app could not be loaded.', reason);
  return 'missing';
}
