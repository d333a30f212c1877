import { useEffect, useRef, useState } from 'preact/hooks';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { writeMessage } from '../actions/messages.ts';
import { changeUnsent, dropUnsent, takeUpUnsent, unsent } from '../actions/unsent.ts';
import { useApp } from '../state/app.ts';
import { nameOf } from '../state/conversation-name.ts';
import type { ConversationView } from '../state/conversations.ts';
import { isNearEnd, leftToWrite } from '../state/message-limits.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { GoingAlong } from './going-along.tsx';
import { MessageIcon } from './message-icon.tsx';
import { PickPicture } from './pick-picture.tsx';
import { PlacePanel } from './place-panel.tsx';
import { SoundRecorder } from './sound-recorder.tsx';

const mostRows = 6;

type Panel = 'place' | 'sound';
type Trouble = 'voice.needText' | 'talk.notHere' | 'talk.notPicture' | 'say.chunk';

/** Where a message is written. The words are kept at every key; sending means: sealed and saved on this phone, then on its way. */
export function Composer({ view, onSent }: { view: ConversationView; onSent: () => void }) {
  const { id } = view;
  const key = `message:${id}` as const;
  const text = useApp((state) => state.drafts[key]) ?? '';
  const along = useUnsent(id);
  const [panel, setPanel] = useState<Panel>();
  const [trouble, setTrouble] = useState<Trouble>();
  const form = useRef<HTMLFormElement>(null);
  const left = leftToWrite(text.trim());
  const isEmpty = !text.trim() && !along.place && !along.file;
  const send = async (event: Event) => {
    event.preventDefault();
    setTrouble(isEmpty ? 'voice.needText' : undefined);
    document.getElementById('message')?.focus();
    if (isEmpty || left < 0) return;
    const { answers, place, file } = along;
    const answer = await writeMessage({ conversationId: id, text: text.trim(), answers, place, file });
    if (!answer.ok) return setTrouble('talk.notHere');
    dropDraft(key);
    dropUnsent(id);
    setPanel(undefined);
    onSent();
  };
  const toggle = (one: Panel) => setPanel(panel === one ? undefined : one);
  return (
    <div class="bar composer">
      <div class="in s">
        <GoingAlong view={view} along={along} />
        {panel === 'place' && (
          <PlacePanel
            onEnd={(place) => {
              if (place) changeUnsent(id, { place });
              setPanel(undefined);
            }}
          />
        )}
        {panel === 'sound' && (
          <SoundRecorder
            onEnd={(file) => {
              if (file) changeUnsent(id, { file });
              setPanel(undefined);
            }}
          />
        )}
        <form class="s" ref={form} aria-label={t('message.write')} onSubmit={(event) => void send(event)}>
          <label class="vh" for="message">
            {w('talk.field')}
          </label>
          <textarea
            id="message"
            class="fld"
            rows={Math.min(mostRows, text.split('\n').length)}
            value={text}
            placeholder={t('talk.field')}
            aria-describedby="message-left"
            aria-invalid={left < 0 || trouble === 'voice.needText'}
            onInput={(event) => {
              setTrouble(undefined);
              keepDraft(key, event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (!isSending(event)) return;
              event.preventDefault();
              form.current?.requestSubmit();
            }}
          />
          <p class="m keys" id="message-left">
            {isNearEnd(left) ? (
              left < 0 ? (
                <b>{w('voice.over', { n: -left })}</b>
              ) : (
                w('voice.left', { n: left })
              )
            ) : (
              <span class="by-keys">{w('talk.keys')}</span>
            )}
          </p>
          {trouble && (
            <p class="m" role="alert">
              <b>{w(trouble)}</b> {trouble === 'talk.notHere' && w('talk.notHereWhy')}
            </p>
          )}
          <div class="f nw">
            <button type="button" class="tool" aria-expanded={panel === 'place'} onClick={() => toggle('place')}>
              <Icon name="pin" />
              <span>{w('talkFile.place')}</span>
            </button>
            <PickPicture
              onPick={(file) => {
                if (file === null || file === 'missing') return setTrouble(file ? 'say.chunk' : 'talk.notPicture');
                setTrouble(undefined);
                changeUnsent(id, { file });
              }}
            />
            <button type="button" class="tool" aria-expanded={panel === 'sound'} onClick={() => toggle('sound')}>
              <MessageIcon name="sound" />
              <span>{w('talk.sound')}</span>
            </button>
            <button class="btn p gr">
              <span class="to-whom">
                {view.kind === 'pair'
                  ? w('talk.send', { name: nameOf(view) })
                  : w('talk.sendGroup', { n: view.others.length })}
              </span>
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}

/** Ctrl or ⌘ with Enter everywhere; Enter alone where there is a keyboard and no finger, as people know it from messengers on computers. */
function isSending({ key, ctrlKey, metaKey, shiftKey, isComposing }: KeyboardEvent): boolean {
  if (key !== 'Enter' || isComposing || shiftKey) return false;
  return ctrlKey || metaKey || matchMedia('(hover: hover) and (pointer: fine)').matches;
}

function useUnsent(id: string) {
  const [, redraw] = useState({});
  useEffect(() => unsent.subscribe(() => redraw({})), []);
  useEffect(() => void takeUpUnsent(id), [id]);
  return unsent.get()[id] ?? {};
}
