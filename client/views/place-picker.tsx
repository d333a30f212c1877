import { useState } from 'preact/hooks';
import type { ChosenPlace } from '../actions/check-in.ts';
import { findListed, listPrefectures, listShelters } from '../actions/places.ts';
import { useApp } from '../state/app.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';
import { PlaceName } from './place-name.tsx';

type Picked = ChosenPlace['picked'];

const mostFound = 40;

/** The places of Japan without a network: by reading or name, by prefecture, and the designated shelters of what was picked. */
export function PlacePicker({ picked, onPick }: { picked: Picked; onPick: (picked: Picked) => void }) {
  const [prefecture, setPrefecture] = useState<number | null>(null);
  const [query, setQuery] = useState('');
  const found = findListed(query, prefecture);
  const shelters = picked ? listShelters(picked.municipality.code) : [];
  const valueOf = (code: number, shelter: string | null) => `${code} ${shelter ?? ''}`;
  return (
    <div class="s3">
      <div>
        <label class="l" for="find">
          {w('places.find')}
        </label>
        <p class="m" id="find-hint">
          {w('places.findHint')}
        </p>
        <input
          id="find"
          class="fld"
          type="search"
          autocomplete="off"
          value={query}
          aria-describedby="find-hint"
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <PrefectureChoice chosen={prefecture} onChoose={setPrefecture} />
      {(query.trim() || prefecture !== null) && (
        <fieldset>
          <legend>{w('places.found', { n: found.length })}</legend>
          <div class="tags">
            {found.slice(0, mostFound).map(({ municipality, shelter }) => (
              <Choice
                key={valueOf(municipality.code, shelter)}
                name="listed"
                value={valueOf(municipality.code, shelter)}
                chosen={picked && valueOf(picked.municipality.code, picked.shelter)}
                onChoose={() => onPick({ municipality, shelter })}
              >
                {shelter ? <span lang="ja">{shelter}</span> : <PlaceName {...municipality} />}
              </Choice>
            ))}
          </div>
          {found.length > mostFound && <p class="m gap">{w('places.more', { n: found.length - mostFound })}</p>}
          {found.length === 0 && <p>{w('places.none')}</p>}
        </fieldset>
      )}
      {picked && shelters.length > 0 && <ShelterChoice picked={picked} shelters={shelters} onPick={onPick} />}
    </div>
  );
}

function PrefectureChoice(props: { chosen: number | null; onChoose: (prefecture: number | null) => void }) {
  const language = useApp((state) => state.language);
  const label = { ja: 'name', 'ja-easy': 'kana', en: 'english' } as const;
  return (
    <div>
      <label class="l" for="prefecture">
        {w('places.prefecture')}
      </label>
      <select
        id="prefecture"
        class="fld"
        value={String(props.chosen ?? '')}
        onChange={({ currentTarget: { value } }) => props.onChoose(value === '' ? null : Number(value))}
      >
        <option value="">{w('places.all')}</option>
        {listPrefectures().map((one) => (
          <option key={one.number} value={String(one.number)}>
            {one[label[language]]}
          </option>
        ))}
      </select>
    </div>
  );
}

function ShelterChoice(props: {
  picked: NonNullable<Picked>;
  shelters: readonly string[];
  onPick: (picked: Picked) => void;
}) {
  const { picked, shelters, onPick } = props;
  return (
    <div>
      <label class="l" for="shelter">
        {w('places.shelter', { n: shelters.length })}
      </label>
      <select
        id="shelter"
        class="fld"
        value={picked.shelter ?? ''}
        onChange={({ currentTarget: { value } }) => onPick({ ...picked, shelter: value || null })}
      >
        <option value="">{w('places.noShelter')}</option>
        {shelters.map((name) => (
          <option key={name} value={name} lang="ja">
            {name}
          </option>
        ))}
      </select>
      <p class="m">{w('places.shelterCredit')}</p>
    </div>
  );
}
