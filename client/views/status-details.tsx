import type { NeedTag } from '../state/model.ts';
import { useApp } from '../state/app.ts';
import { Choice, Tick } from '../ui/choice.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import type { StatusDraft } from './status-form.tsx';

const needs: readonly NeedTag[] = [
  'water',
  'food',
  'medicine',
  'blanket',
  'toilet',
  'babyGoods',
  'wheelchair',
  'power',
  'transport',
  'interpreter',
];
const mostBeside = 10;
// Seldom used, and a name can be typed instead where its file is not here yet.
const loadPicker = async () => (await import('./later-screens.ts')).FriendPicker;
const hourMs = 3_600_000;
const lengths = [
  ['sheet.valid3h', 3 * hourMs],
  ['sheet.valid12h', 12 * hourMs],
  ['sheet.valid24h', 24 * hourMs],
  ['sheet.valid7d', 7 * 24 * hourMs],
] as const;

/** What may be added to a status at leisure. */
export function StatusDetails(props: {
  draft: StatusDraft;
  change: (part: Partial<StatusDraft>) => void;
  over: number;
  of: string | undefined;
}) {
  const { draft, change, over } = props;
  const hasFriends = useApp((state) => state.friends.some(({ id }) => id !== props.of));
  return (
    <>
      {draft.condition !== undefined && draft.condition !== 'safe' && (
        <fieldset>
          <legend>{w('sheet.needs')}</legend>
          <p class="m hint">{w('sheet.needsHint')}</p>
          <div class="tags">
            {needs.map((need) => (
              <Tick
                key={need}
                checked={draft.needs.includes(need)}
                onChange={(on) =>
                  change({ needs: on ? [...draft.needs, need] : draft.needs.filter((n) => n !== need) })
                }
              >
                {w(`need.${need}`)}
              </Tick>
            ))}
          </div>
        </fieldset>
      )}
      <TextField id="words" label={w('sheet.words')} value={draft.text} onInput={(text) => change({ text })}>
        {over > 0 && <b>{w('sheet.tooLong', { n: over })}</b>}
      </TextField>
      <TextField id="place" label={w('sheet.place')} value={draft.place} onInput={(place) => change({ place })}>
        {w('sheet.placeHint')}
      </TextField>
      {(hasFriends || draft.besidePersons.length > 0) && (
        <fieldset>
          <legend>
            {w('pick.friends')}
            <small class="w4">{w('sheet.optional')}</small>
          </legend>
          <p class="m hint">{w('pick.friendsHint')}</p>
          <Lazy
            load={loadPicker}
            failed={null}
            given={{
              id: 'friend',
              chosen: draft.besidePersons,
              most: mostBeside,
              without: props.of,
              onChange: (besidePersons: StatusDraft['besidePersons']) => change({ besidePersons }),
            }}
          />
        </fieldset>
      )}
      <TextField id="beside" label={w('sheet.beside')} value={draft.beside} onInput={(beside) => change({ beside })}>
        {w('sheet.besideHint')}
      </TextField>
      <fieldset>
        <legend>{w('sheet.valid')}</legend>
        <div class="tags">
          {lengths.map(([key, ms]) => (
            <Choice
              key={key}
              name="valid"
              value={String(ms)}
              chosen={String(draft.validMs)}
              onChoose={() => change({ validMs: ms })}
            >
              <span>{w(key)}</span>
            </Choice>
          ))}
        </div>
      </fieldset>
    </>
  );
}

function TextField(props: {
  id: string;
  label: preact.ComponentChildren;
  value: string;
  onInput: (value: string) => void;
  children: preact.ComponentChildren;
}) {
  return (
    <div>
      <label class="l" for={props.id}>
        {props.label}
        <small class="w4">{w('sheet.optional')}</small>
      </label>
      <input
        id={props.id}
        class="fld"
        value={props.value}
        aria-describedby={`${props.id}-hint`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <p class="m" id={`${props.id}-hint`}>
        {props.children}
      </p>
    </div>
  );
}
