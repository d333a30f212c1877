import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { changeUnsent } from '../actions/unsent.ts';
import type { ConversationView, NewFile, Unsent } from '../state/conversations.ts';
import { sayPlace } from '../text/place.ts';
import { formatSize } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { drawSpoken, w } from '../ui/words.tsx';
import { Answered } from './message-line.tsx';
import { SoundPlayer } from './sound-player.tsx';
import { useAddress } from './use-address.ts';

/** What goes along with the words that are being written; each part can be taken away. */
export function GoingAlong({ view, along: { answers, place, file } }: { view: ConversationView; along: Unsent }) {
  const answered = view.lines.find((line) => line.id === answers);
  const change = (part: Partial<Unsent>) => {
    changeUnsent(view.id, part);
    document.getElementById('message')?.focus();
  };
  return (
    <>
      {answered?.kind === 'message' && (
        <Part name={t('talk.answerOff')} onRemove={() => change({ answers: undefined })}>
          <Answered to={answered} />
        </Part>
      )}
      {place && (
        <Part name={t('talk.placeOff')} onRemove={() => change({ place: undefined })}>
          <p class="spot">
            <Icon name="pin" />
            <b>{drawSpoken(sayPlace(place))}</b>
          </p>
        </Part>
      )}
      {file && (
        <Part name={t('talk.fileOff')} onRemove={() => change({ file: undefined })}>
          <FilePart file={file} />
        </Part>
      )}
    </>
  );
}

function Part(props: { name: string; onRemove: () => void; children: ComponentChildren }) {
  return (
    <div class="f nw along">
      <div class="gr">{props.children}</div>
      <button type="button" class="ic" aria-label={props.name} onClick={props.onRemove}>
        <Icon name="close" />
      </button>
    </div>
  );
}

const mimeByType = { webp: 'image/webp', jpeg: 'image/jpeg', png: 'image/png', opus: 'audio/webm', mp4: 'audio/mp4' };

/** Seen or heard before it is sent, with its size: on a thin line that is what one decides by. */
function FilePart({ file: { data, type, durationMs } }: { file: NewFile }) {
  const blob = useMemo(() => new Blob([data], { type: mimeByType[type] }), [data]);
  const size = formatSize(data.length);
  return (
    <>
      {durationMs === undefined ? (
        <PreviewPicture blob={blob} />
      ) : (
        <SoundPlayer blob={blob} durationMs={durationMs} name={t('talk.listen')} />
      )}
      <p class="m">{w('talk.fileSize', { size })}</p>
    </>
  );
}

function PreviewPicture({ blob }: { blob: Blob }) {
  const address = useAddress(blob);
  return address ? <img class="preview" src={address} alt={t('talk.pictureGoes')} /> : null;
}
