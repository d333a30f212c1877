import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countNew, isNewSince, lookedBefore, noteLooked } from '../actions/looked.ts';
import { wantedScrollY } from '../actions/navigate.ts';
import { listVoices } from '../actions/sync.ts';
import { useApp } from '../state/app.ts';
import { idOfVoice } from '../state/change.ts';
import type { VoiceView } from '../state/model.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import { MyStatus } from './my-status.tsx';
import { VoiceItem } from './voice-item.tsx';

const firstRows = 8;
// As many as a window has room for.
const seenRows = 4;
const moreVoices = 50;
// About as high as a voice is.
const rowRem = 12;

// The rest of the list comes with what draws long lists, which the first screen does not wait for.
const loadLongList = async () => (await import('./far-screens.ts')).LongList<VoiceView>;
const textOf = ({ author, text }: VoiceView) => `${author.name} ${text}`;

// A component, so that rows are only made where they are needed.
const Drawn = ({ rows, draw }: { rows: readonly VoiceView[]; draw: (voice: VoiceView) => VNode }) => (
  <>{rows.map(draw)}</>
);

/** The everyday screen: my status in one tap, a field to write in, and what friends wrote. */
export function Home() {
  const voices = useApp((state) => state.voices);
  const nowMs = useApp((state) => state.nowMs);
  const hasOlder = useApp((state) => state.hasOlderVoices);
  const hasFriends = useApp((state) => state.friends.length > 0);
  const draft = useApp((state) => state.drafts.voice);
  const language = useApp((state) => state.language);
  const isOpening = useApp((state) => state.phase === 'opening');
  // As it was when this screen was opened: what is new stays marked while one reads it.
  const [sinceMs] = useState(lookedBefore);
  useEffect(() => {
    if (!isOpening && document.visibilityState === 'visible') noteLooked(voices);
  }, [voices, isOpening]);
  // Come to from elsewhere, and not by going back, it begins at the top with the newest.
  useEffect(() => {
    if (voices.length > moreVoices && wantedScrollY === 0) void listVoices(moreVoices);
  }, []);
  // What stands below the window waits for the first picture of it, unless one comes back to somewhere below.
  const [isWhole, setWhole] = useState(wantedScrollY > 0);
  useEffect(() => {
    if (isOpening || isWhole) return;
    const frame = requestAnimationFrame(() => setTimeout(() => setWhole(true)));
    return () => cancelAnimationFrame(frame);
  }, [isOpening, isWhole]);
  const list = useRef<HTMLUListElement>(null);
  const older = () => void listVoices(voices.length + moreVoices);
  const draw = (voice: VoiceView) => (
    <VoiceItem key={voice.id} voice={voice} nowMs={nowMs} isNew={isNewSince(sinceMs, voice)} />
  );
  const stamp = `${new Date(nowMs).toDateString()} ${language}`;
  const newest = voices.slice(0, isWhole ? firstRows : seenRows);
  const first = useMemo(() => newest.map(draw), [stamp, ...newest]);
  const others = useMemo(() => voices.slice(firstRows), [voices]);
  const fresh = useMemo(() => countNew(sinceMs, voices), [voices]);
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
          <ul class="list" ref={list}>
            {first}
            {isWhole && (
              <Lazy
                load={loadLongList}
                failed={<Drawn rows={others} draw={draw} />}
                given={{
                  list,
                  rows: others,
                  idOf: idOfVoice,
                  textOf,
                  draw,
                  stamp,
                  rowRem,
                  onEnd: hasOlder ? older : undefined,
                }}
              />
            )}
          </ul>
        </section>
      )}
      {hasOlder && (
        <p class="in foot">
          <button class="btn w" onClick={older}>
            {w('voice.older')}
          </button>
        </p>
      )}
    </>
  );
}
