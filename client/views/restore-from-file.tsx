import { useState } from 'preact/hooks';
import { w } from '../ui/words.tsx';
import { RestoreByWords } from './restore-by-words.tsx';

/** The words, and a file that was taken out before: together they are enough without any line. What the file is older than is said before. */
export function RestoreFromFile(props: { isBusy: boolean; onGiven: (seed: Uint8Array, text: string) => void }) {
  const { isBusy, onGiven } = props;
  const [file, setFile] = useState<File>();
  return (
    <div class="s3">
      <p class="m">{w('restore.fileOld')}</p>
      <div>
        <label class="l" for="restore-file">
          {w('restore.file')}
        </label>
        <p class="m" id="restore-file-hint">
          {w('restore.fileHint')}
        </p>
        <input
          id="restore-file"
          class="fld"
          type="file"
          accept=".json,application/json"
          aria-describedby="restore-file-hint"
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
      </div>
      {file && (
        <RestoreByWords isBusy={isBusy} onSeed={(seed) => void file.text().then((text) => onGiven(seed, text))} />
      )}
    </div>
  );
}
