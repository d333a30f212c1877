import { useEffect, useRef, useState } from 'preact/hooks';
import { findInviteToken } from '../actions/friends.ts';
import { go } from '../actions/navigate.ts';
import { readQrFromCamera } from '../actions/qr.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** The camera until an invitation is in its picture. Where there is none, or it is refused, the way around is said. */
export function QrReader({ onStop }: { onStop: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<'add.cameraNone' | 'add.cameraDenied' | 'say.chunk'>();
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    const onText = (text: string) => {
      const token = findInviteToken(text);
      setOther(!token);
      if (token) go(`/i/${token}`, { replace: true });
    };
    if (video.current) {
      readQrFromCamera(video.current, onText, ending.signal).then(
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
          <p>{w('add.cameraWay')}</p>
        </Say>
      ) : (
        <>
          <p>{w('add.camera')}</p>
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
