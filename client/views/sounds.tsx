import { useState } from 'preact/hooks';
import { chooseSounds, soundChoice, trySound } from '../actions/sounds.ts';
import type { SoundChoice } from '../state/sound-choice.ts';
import { Choice, Tick } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

const choices = ['off', 'life', 'all'] as const;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** For what the app sounds while it is open, and when never. */
export function Sounds() {
  const [choice, setChoice] = useState(soundChoice);
  const change = (part: Partial<SoundChoice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    chooseSounds(next);
  };
  return (
    <section class="card s">
      <fieldset>
        <legend>{w('sound.title')}</legend>
        <div class="tags">
          {choices.map((sounds) => (
            <Choice
              key={sounds}
              name="sounds"
              value={sounds}
              chosen={choice.sounds}
              onChoose={(one) => change({ sounds: one })}
            >
              <span>{w(`sound.${sounds}`)}</span>
            </Choice>
          ))}
        </div>
        <p class="m gap">{w('sound.why')}</p>
      </fieldset>
      {choice.sounds !== 'off' && (
        <>
          <Hour
            id="quiet-from"
            word="sound.from"
            hour={choice.quietFrom}
            onChange={(quietFrom) => change({ quietFrom })}
          />
          <Hour id="quiet-to" word="sound.to" hour={choice.quietTo} onChange={(quietTo) => change({ quietTo })} />
          <div class="tags">
            <Tick checked={choice.rescueAlways} onChange={(rescueAlways) => change({ rescueAlways })}>
              {w('sound.rescue')}
            </Tick>
          </div>
          <button class="btn w" onClick={trySound}>
            <span>{w('sound.try')}</span>
          </button>
        </>
      )}
    </section>
  );
}

function Hour(props: { id: string; word: 'sound.from' | 'sound.to'; hour: number; onChange: (hour: number) => void }) {
  return (
    <div>
      <label class="l" for={props.id}>
        {w(props.word)}
      </label>
      <select
        id={props.id}
        class="fld"
        value={props.hour}
        onChange={(event) => props.onChange(Number(event.currentTarget.value))}
      >
        {hours.map((hour) => (
          <option key={hour} value={hour}>
            {`${String(hour).padStart(2, '0')}:00`}
          </option>
        ))}
      </select>
    </div>
  );
}
