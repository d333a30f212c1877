import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileView } from '../state/conversations.ts';
import { formatSeconds } from '../state/message-limits.ts';
import { formatSize } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { MessageIcon } from './message-icon.tsx';
import { SoundPlayer } from './sound-player.tsx';
import { useAddress } from './use-address.ts';

/** A picture or a voice note, or that it is still on its way. */
export function MessageFile({ file, who, when }: { file: FileView; who: string; when: string }) {
  const { kind, blob, bytes, durationMs = 0, isLeftOut } = file;
  if (blob) {
    return kind === 'sound' ? (
      <SoundPlayer blob={blob} durationMs={durationMs} name={t('talk.soundOf', { name: who, time: when })} />
    ) : (
      <Picture blob={blob} name={t('talk.pictureOf', { name: who, time: when })} />
    );
  }
  return (
    <p class="spot m">
      <MessageIcon name={kind} />
      <span>
        {kind === 'sound' ? w('talk.soundLong', { time: formatSeconds(durationMs) }) : w('talkFile.picture')}{' '}
        {formatSize(bytes)}
        <span class="bl">{isLeftOut ? w('talk.leftOut') : w('talk.fileWait')}</span>
      </span>
    </p>
  );
}

/** Small among the words, large when it is tapped. */
function Picture({ blob, name }: { blob: Blob; name: string }) {
  const address = useAddress(blob);
  const [isLarge, setLarge] = useState(false);
  if (!address) return null;
  return (
    <>
      <button class="pic" onClick={() => setLarge(true)}>
        <img src={address} alt={name} />
      </button>
      {isLarge && <Large address={address} name={name} onEnd={() => setLarge(false)} />}
    </>
  );
}

function Large({ address, name, onEnd }: { address: string; name: string; onEnd: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="large" aria-label={name} onClose={onEnd}>
      <p class="f sp nw">
        <span>{name}</span>
        <button class="ic" aria-label={t('nav.close')} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </p>
      <img src={address} alt={name} />
    </dialog>
  );
}
