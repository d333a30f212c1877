import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { goBack } from '../actions/navigate.ts';
import type { StatusInput } from '../state/messages.ts';
import type { Condition, PersonView, StatusView, Whereabouts } from '../state/model.ts';
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

/** A status while it is put together: who is beside as friends, and in words with commas between. */
export interface StatusDraft extends Omit<StatusInput, 'condition' | 'beside' | 'besidePersons'> {
  readonly condition: Condition | undefined;
  readonly beside: string;
  readonly besidePersons: readonly PersonView[];
}

/** What the sheet begins with: where and with whom it was the last time, never how. */
export function draftFrom(last: StatusView | undefined): StatusDraft {
  const besidePersons = last?.besidePersons ?? [];
  const names = new Set(besidePersons.map(({ name }) => name));
  return {
    condition: undefined,
    whereabouts: last?.whereabouts ?? 'notSaid',
    needs: [],
    besidePersons,
    beside: last?.beside.filter((name) => !names.has(name)).join(t('sep.list')) ?? '',
    place: last?.place ?? '',
    text: '',
    validMs: 24 * 3_600_000,
  };
}

/** Condition first, whereabouts after, the rest at leisure; only the first is needed. `send` writes it; the sheet closes when it is kept here. */
export function StatusForm(props: {
  last: StatusView | undefined;
  legend: ComponentChildren;
  /** Who cannot be named as beside: the person spoken of. */
  of?: string;
  children?: ComponentChildren;
  who: ComponentChildren;
  sendWords: ComponentChildren;
  send: (status: StatusInput) => Promise<{ readonly ok: boolean }>;
}) {
  const [draft, setDraft] = useState(() => draftFrom(props.last));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<StatusDraft>) => setDraft((before) => ({ ...before, ...part }));
  const over = countGraphemes(draft.text) - mostText;
  const send = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    const { condition } = draft;
    if (!condition) return document.querySelector<HTMLInputElement>('[name=condition]')?.focus();
    if (over > 0) return document.getElementById('words')?.focus();
    const status = {
      ...draft,
      condition,
      beside: splitNames(draft.beside),
      besidePersons: draft.besidePersons.map(({ id }) => id),
      text: draft.text.trim(),
      place: draft.place.trim(),
    };
    if ((await props.send(status)).ok) goBack();
  };
  return (
    <form onSubmit={(event) => void send(event)} class="sheet-form">
      <div class="in s5">
        <fieldset>
          <legend>{props.legend}</legend>
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
        {props.children}
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
        <StatusDetails draft={draft} change={change} over={over} of={props.of} />
        {props.who && <p class="m">{props.who}</p>}
      </div>
      <SheetBar
        first={draft.condition === 'needsRescue' && <CallFirst />}
        bytes={
          120 +
          17 * draft.besidePersons.length +
          new TextEncoder().encode(draft.text + draft.place + draft.beside).length
        }
      >
        {props.sendWords}
      </SheetBar>
    </form>
  );
}

function splitNames(names: string): string[] {
  return names
    .split(/[、,，]/)
    .map((name) => name.trim())
    .filter(Boolean);
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
