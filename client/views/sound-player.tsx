import { useEffect, useRef, useState } from 'preact/hooks';
import { formatSeconds } from '../state/message-limits.ts';
import { w } from '../ui/words.tsx';
import { MessageIcon } from './message-icon.tsx';
import { useAddress } from './use-address.ts';

/** Two at once would be understood by nobody. */
let sounding: HTMLAudioElement | undefined;

/** Plays a voice note, and says how long it is and how far one has heard. */
export function SoundPlayer({ blob, durationMs, name }: { blob: Blob; durationMs: number; name: string }) {
  const address = useAddress(blob);
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [atMs, setAt] = useState(0);
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = () => {
    const { current: element } = audio;
    if (!element) return;
    if (isPlaying) return element.pause();
    if (sounding !== element) sounding?.pause();
    sounding = element;
    element.play().catch((reason: unknown) => {
      console.info('It cannot be played.', reason);
      setBroken(true);
    });
  };
  const heard = durationMs > 0 ? Math.min(1, atMs / durationMs) : 0;
  return (
    <div class="sound">
      <button type="button" class="btn t" aria-pressed={isPlaying} onClick={toggle}>
        <MessageIcon name={isPlaying ? 'pause' : 'play'} />
        <span class="vh">{name}</span>
        <span>
          {isPlaying || atMs > 0 ? `${formatSeconds(atMs)} / ${formatSeconds(durationMs)}` : formatSeconds(durationMs)}
        </span>
      </button>
      <span class="heard" aria-hidden="true">
        <span style={{ width: `${heard * 100}%` }} />
      </span>
      {address && (
        <audio
          ref={audio}
          src={address}
          preload="metadata"
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onEnded={() => setAt(0)}
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime * 1000)}
          onError={() => setBroken(true)}
        />
      )}
      {isBroken && (
        <small class="bl" role="status">
          {w('talk.cannotPlay')}
        </small>
      )}
    </div>
  );
}
