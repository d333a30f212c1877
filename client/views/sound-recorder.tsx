import { useEffect, useRef, useState } from 'preact/hooks';
import { canRecordSound, recordSound, type Recording, type RecordingTrouble } from '../actions/record.ts';
import type { NewFile } from '../state/conversations.ts';
import { formatSeconds, mostSoundMs } from '../state/message-limits.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { MessageIcon } from './message-icon.tsx';

const lookMs = 100;

type Stage = 'idle' | 'asking' | 'recording' | RecordingTrouble;

/** Records a voice note: one tap begins, one ends. It is heard before it is sent. */
export function SoundRecorder({ onEnd }: { onEnd: (file: NewFile | undefined) => void }) {
  const [stage, setStage] = useState<Stage>(() => (canRecordSound() ? 'idle' : 'none'));
  const recording = useRef<Recording | undefined>(undefined);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
      recording.current?.stop();
    },
    [],
  );
  const begin = async () => {
    setStage('asking');
    const begun = await recordSound((sound) => {
      if (isGone.current) return;
      if (typeof sound === 'string') setStage(sound);
      else onEnd(sound);
    });
    if (typeof begun === 'string') return setStage(begun);
    if (isGone.current) return begun.stop();
    recording.current = begun;
    setStage('recording');
  };
  const isTrouble = stage === 'denied' || stage === 'none' || stage === 'large';
  return (
    <div class="panel s" role="group" aria-labelledby="sound-panel">
      <h2 id="sound-panel">{w('talkFile.sound')}</h2>
      {isTrouble && <Say what={w(`record.${stage}`)}>{w(`recordWhy.${stage}`)}</Say>}
      {stage === 'recording' && recording.current ? (
        <Running recording={recording.current} />
      ) : (
        <>
          {!isTrouble && <p class="m">{w('record.what', { n: mostSoundMs / 1000 })}</p>}
          <p class="f">
            {stage !== 'none' && (
              <button type="button" class="btn t" disabled={stage === 'asking'} autofocus onClick={() => void begin()}>
                <MessageIcon name="sound" />
                <span>{stage === 'asking' ? w('record.asking') : w('record.begin')}</span>
              </button>
            )}
            <button type="button" class="btn t q" onClick={() => onEnd(undefined)}>
              {w('nav.close')}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

/** The time that has run, and how loud it is. */
function Running({ recording }: { recording: Recording }) {
  const [startedMs] = useState(() => performance.now());
  const [now, setNow] = useState({ ms: 0, level: 0 });
  useEffect(() => {
    const timer = setInterval(() => setNow({ ms: performance.now() - startedMs, level: recording.level() }), lookMs);
    return () => clearInterval(timer);
  }, [recording]);
  return (
    <>
      <p role="status">{w('record.running')}</p>
      <p class="f nw">
        <span class="nb">
          {formatSeconds(now.ms)} / {formatSeconds(mostSoundMs)}
        </span>
        <span class="heard gr" aria-hidden="true">
          <span style={{ width: `${Math.round(now.level * 100)}%` }} />
        </span>
      </p>
      <button type="button" class="btn t" autofocus onClick={() => recording.stop()}>
        <MessageIcon name="stop" />
        <span>{w('record.end')}</span>
      </button>
    </>
  );
}
