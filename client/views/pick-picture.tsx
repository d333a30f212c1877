import { useState } from 'preact/hooks';
import type { NewFile } from '../state/conversations.ts';
import { mostFileBytes } from '../state/message-limits.ts';
import { w } from '../ui/words.tsx';
import { MessageIcon } from './message-icon.tsx';

/** A picture from the camera or the files, made small here: of the file nothing goes along but what is seen. Null for what is no image. */
export function PickPicture({ onPick }: { onPick: (file: NewFile | null) => void }) {
  const [isBusy, setBusy] = useState(false);
  const read = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    setBusy(true);
    // Own pictures are made small there too.
    const { readWholePicture } = await import('./later-screens.ts');
    onPick(await readWholePicture(file, mostFileBytes));
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
