import { useState } from 'preact/hooks';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { goBack } from '../actions/navigate.ts';
import { writeVoice } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import { readMood, readPlace } from '../state/voice-draft.ts';
import { countGraphemes } from '../text/graphemes.ts';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { SheetBar } from './sheet-bar.tsx';

const mostGraphemes = 300;
const mostBytes = 4096;

const loadExtras = async () => (await import('./later-screens.ts')).VoiceExtras;

/** Where a voice is written. The draft is kept at every key; sending means: saved on this phone, then on its way. */
export function VoiceSheet() {
  const text = useApp((state) => state.drafts.voice) ?? '';
  const friends = useApp((state) => state.friends.length);
  const moodDraft = useApp((state) => state.drafts.voiceMood);
  const placeDraft = useApp((state) => state.drafts.voicePlace) ?? '';
  const [tried, setTried] = useState(false);
  const left = mostGraphemes - countGraphemes(text);
  const bytes = new TextEncoder().encode(text).length;
  const trouble = !text.trim() ? 'voice.needText' : left < 0 || bytes > mostBytes ? 'voice.tooLarge' : undefined;
  const send = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (trouble) return document.getElementById('voice')?.focus();
    if (!(await writeVoice(text.trim(), readPlace(placeDraft), readMood(moodDraft))).ok) return;
    dropDraft('voice');
    dropDraft('voiceMood');
    dropDraft('voicePlace');
    goBack();
  };
  return (
    <form onSubmit={(event) => void send(event)} class="sheet-form">
      <div class="in s5">
        <div>
          <label class="vh" for="voice">
            {w('voice.field')}
          </label>
          <textarea
            id="voice"
            class="fld"
            rows={6}
            value={text}
            aria-describedby="left"
            aria-invalid={tried && trouble !== undefined}
            onInput={(event) => keepDraft('voice', event.currentTarget.value)}
          />
          <p class="f sp m" id="left">
            <span>{w('sheet.draft')}</span>
            <span class="nb">{left < 0 ? w('voice.over', { n: -left }) : w('voice.left', { n: left })}</span>
          </p>
        </div>
        <Lazy load={loadExtras} failed={<p class="m">{w('say.chunk')}</p>} given={{}} />
        {tried && trouble && <Say bad what={w(trouble)} />}
        <p class="m">{friends ? w('voice.who', { n: friends }) : w('voice.whoNone')}</p>
      </div>
      <SheetBar bytes={bytes + 90 + Math.ceil(placeDraft.length / 2)}>{w('voice.send')}</SheetBar>
    </form>
  );
}
