import { useEffect, useRef, useState } from 'preact/hooks';
import { findInviteToken } from '../actions/friends.ts';
import { go } from '../actions/navigate.ts';
import { readQrFromCamera } from '../actions/qr.ts';
import type { WordKey } from '../text/words.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** The camera until a code is in its picture that `onText` takes. Where there is none, or it is refused, the way around is said. */
export function QrReader({
  onStop,
  onText = openInvite,
  hint = 'add.camera',
  way = 'add.cameraWay',
}: {
  onStop: () => void;
  onText?: (text: string) => boolean;
  hint?: WordKey;
  way?: WordKey;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<'add.cameraNone' | 'add.cameraDenied' | 'say.chunk'>();
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    const take = (text: string) => setOther(!onText(text));
    if (video.current) {
      readQrFromCamera(video.current, take, ending.signal).then(
        (outcome) => {
          if (outcome !== 'ended') setTrouble(outcome === 'denied' ? 'add.cameraDenied' : 'add.cameraNone');
        },
        (reason: unknown) => {
          // What reads codes was never kept here, and there is no line.
          console.warn('No reader of codes.', reason);
          setTrouble('say.chunk');
        },
      );
    }
    return () => ending.abort();
  }, []);
  return (
    <div class="in s3">
      {trouble ? (
        <Say bad what={w(trouble)}>
          <p>{w(way as 'add.cameraWay')}</p>
        </Say>
      ) : (
        <>
          <p>{w(hint as 'add.camera')}</p>
          <video class="cam" ref={video} muted playsInline />
          <p role="status">{isOther && w('add.notOurs')}</p>
        </>
      )}
      <button class="btn w" onClick={onStop}>
        {w('add.cameraStop')}
      </button>
    </div>
  );
}

function openInvite(text: string): boolean {
  const token = findInviteToken(text);
  if (token) go(`/i/${token}`, { replace: true });
  return token !== undefined;
}
