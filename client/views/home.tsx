import { useEffect, useState } from 'preact/hooks';
import { isNewSince, lookedBefore, noteLooked } from '../actions/looked.ts';
import { olderVoices } from '../actions/sync.ts';
import { useApp } from '../state/app.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { MyStatus } from './my-status.tsx';
import { VoiceItem } from './voice-item.tsx';

/** The everyday screen: my status in one tap, a field to write in, and what friends wrote. */
export function Home() {
  const voices = useApp((state) => state.voices);
  const nowMs = useApp((state) => state.nowMs);
  const hasOlder = useApp((state) => state.hasOlderVoices);
  const hasFriends = useApp((state) => state.friends.length > 0);
  const draft = useApp((state) => state.drafts.voice);
  const isOpening = useApp((state) => state.phase === 'opening');
  // As it was when this screen was opened: what is new stays marked while one reads it.
  const [sinceMs] = useState(lookedBefore);
  useEffect(() => {
    if (!isOpening && document.visibilityState === 'visible') noteLooked(voices);
  }, [voices, isOpening]);
  const fresh = voices.filter((voice) => isNewSince(sinceMs, voice)).length;
  if (isOpening) return null;
  return (
    <>
      <MyStatus />
      <div class="card f nw duo">
        <a class="btn l gr" href="/write">
          <Icon name="pen" />
          <span class="clip">{draft || w('voice.write')}</span>
        </a>
        <a class="btn l" href="/check-in">
          <Icon name="pin" />
          <span>{w('checkin.title')}</span>
        </a>
      </div>
      {voices.length === 0 ? (
        <Empty icon="home" title={w('voice.empty')} why={hasFriends ? w('voice.emptyWhy') : w('voice.emptyFriends')}>
          {!hasFriends && (
            <a class="btn" href="/friends/add">
              {w('friends.add')}
            </a>
          )}
        </Empty>
      ) : (
        <section>
          <h2 class="hd">{fresh > 0 ? w('voice.listNew', { n: fresh }) : w('voice.list')}</h2>
          <ul class="list">
            {voices.map((voice) => (
              <VoiceItem key={voice.id} voice={voice} nowMs={nowMs} isNew={isNewSince(sinceMs, voice)} />
            ))}
          </ul>
        </section>
      )}
      {hasOlder && (
        <p class="in foot">
          <button class="btn w" onClick={() => void olderVoices()}>
            {w('voice.older')}
          </button>
        </p>
      )}
    </>
  );
}
