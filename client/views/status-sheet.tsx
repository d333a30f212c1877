import { useState } from 'preact/hooks';
import { goBack } from '../actions/navigate.ts';
import { writeStatus } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import type { StatusInput } from '../state/messages.ts';
import type { Condition, Whereabouts } from '../state/model.ts';
import { countGraphemes } from '../text/graphemes.ts';
import { t } from '../text/words.ts';
import { Choice } from '../ui/choice.tsx';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { SheetBar } from './sheet-bar.tsx';
import { StatusDetails } from './status-details.tsx';

const conditions: readonly (readonly [Condition, GlyphName, string])[] = [
  ['safe', 'ok', 'ok'],
  ['needsHelp', 'help', 'help'],
  ['injured', 'hurt', 'hurt'],
  ['needsRescue', 'rescue', 'hurt'],
];
const whereabouts: readonly Whereabouts[] = ['home', 'shelter', 'moving', 'elsewhere'];
const mostText = 140;

export interface StatusDraft extends Omit<StatusInput, 'condition' | 'beside'> {
  readonly condition: Condition | undefined;
  readonly beside: string;
}

/** Condition first, whereabouts after, the rest at leisure; only the first is needed. */
export function StatusSheet() {
  const last = useApp((state) => state.me?.status);
  const friends = useApp((state) => state.friends.length);
  const [draft, setDraft] = useState<StatusDraft>({
    condition: undefined,
    whereabouts: last?.whereabouts ?? 'notSaid',
    needs: [],
    beside: last?.beside.join(t('sep.list')) ?? '',
    place: last?.place ?? '',
    text: '',
    validMs: 24 * 3_600_000,
  });
  const [tried, setTried] = useState(false);
  const change = (part: Partial<StatusDraft>) => setDraft((before) => ({ ...before, ...part }));
  const over = countGraphemes(draft.text) - mostText;
  const send = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    const { condition } = draft;
    if (!condition) return document.querySelector<HTMLInputElement>('[name=condition]')?.focus();
    if (over > 0) return document.getElementById('words')?.focus();
    const beside = draft.beside
      .split(/[、,，]/)
      .map((name) => name.trim())
      .filter(Boolean);
    if ((await writeStatus({ ...draft, condition, beside, text: draft.text.trim(), place: draft.place.trim() })).ok)
      goBack();
  };
  return (
    <form onSubmit={(event) => void send(event)} class="sheet-form">
      <div class="in s5">
        <fieldset>
          <legend>{w('sheet.condition')}</legend>
          <div class="pick">
            {conditions.map(([condition, glyph, tone]) => (
              <Choice
                key={condition}
                name="condition"
                value={condition}
                chosen={draft.condition}
                onChoose={(chosen) => change({ condition: chosen })}
                large
                tone={tone}
              >
                <Glyph name={glyph} />
                <span>{w(`status.${condition}`)}</span>
              </Choice>
            ))}
          </div>
        </fieldset>
        {tried && !draft.condition && <Say bad what={w('sheet.choose')} />}
        {draft.condition === 'needsRescue' && <RescueFirst />}
        <fieldset>
          <legend>{w('sheet.where')}</legend>
          <div class="tags">
            {[...whereabouts, 'notSaid' as const].map((where) => (
              <Choice
                key={where}
                name="where"
                value={where}
                chosen={draft.whereabouts}
                onChoose={(chosen) => change({ whereabouts: chosen })}
              >
                <span>{w(`where.${where}`)}</span>
              </Choice>
            ))}
          </div>
        </fieldset>
        <StatusDetails draft={draft} change={change} over={over} />
        {friends === 0 && <p class="m">{w('sheet.noFriends')}</p>}
      </div>
      <SheetBar
        first={draft.condition === 'needsRescue' && <CallFirst />}
        bytes={120 + new TextEncoder().encode(draft.text + draft.place + draft.beside).length}
      >
        {friends ? w('sheet.send', { n: friends }) : w('sheet.sendNone')}
      </SheetBar>
    </form>
  );
}

// The fire brigade does not read Tayori: its number stands above the button that sends, in sight on any phone.
function RescueFirst() {
  return (
    <Say bad what={w('rescue.title')}>
      <p>{w('rescue.body')}</p>
    </Say>
  );
}

function CallFirst() {
  return (
    <a class="btn p w red" href="tel:119">
      <Icon name="call" />
      <span>{w('rescue.call')}</span>
    </a>
  );
}
