import { useEffect, useRef, useState } from 'preact/hooks';
import { readQrFromCamera } from '../actions/qr.ts';
import { seedInCode } from '../actions/recovery.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** The camera until the code of recovery words is in its picture; what it reads stays on this device. */
export function SeedReader({ onSeed }: { onSeed: (seed: Uint8Array) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<'restore.cameraNone' | 'restore.cameraDenied' | 'say.chunk'>();
  const [isOther, setOther] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    const onText = (text: string) => {
      const seed = seedInCode(text);
      setOther(seed === undefined);
      if (seed === undefined) return;
      ending.abort();
      onSeed(seed);
    };
    if (video.current) {
      readQrFromCamera(video.current, onText, ending.signal).then(
        (outcome) => {
          if (outcome !== 'ended') setTrouble(outcome === 'denied' ? 'restore.cameraDenied' : 'restore.cameraNone');
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
  if (trouble)
    return (
      <Say bad what={w(trouble)}>
        <p>{w('restore.cameraWay')}</p>
      </Say>
    );
  return (
    <div class="s">
      <p>{w('restore.camera')}</p>
      <video class="cam" ref={video} muted playsInline />
      <p role="status">{isOther && w('restore.notWords')}</p>
    </div>
  );
}
