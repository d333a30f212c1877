import { useEffect, useRef, useState } from 'preact/hooks';
import {
  findMe,
  placeToSay,
  recallPrecision,
  rememberPrecision,
  type ChosenPlace,
  type NamedMunicipality,
} from '../actions/check-in.ts';
import { nearestTo, spellName } from '../actions/places.ts';
import { w } from '../ui/words.tsx';
import type { SaidPlace } from './check-in.tsx';
import { FoundPlace, type Search } from './found-place.tsx';
import { NearChoice } from './near-choice.tsx';
import { PlaceInWords } from './place-in-words.tsx';
import { PlacePicker } from './place-picker.tsx';

const mostNear = 4;

/** Finds where I am by the device's position, by the list, or by words, and calls `onSay` with what would be sent of it. */
export function PlaceFinder(props: {
  words: string;
  onWords: (words: string) => void;
  onSay: (said: SaidPlace | undefined) => void;
  isMissed: boolean;
}) {
  const { words, onWords, onSay } = props;
  const [precision, setPrecision] = useState(recallPrecision);
  const { search, look } = useSearch(precision);
  const [corrected, setCorrected] = useState<NamedMunicipality>();
  const [picked, setPicked] = useState<ChosenPlace['picked']>();
  const [isListOpen, setListOpen] = useState(false);
  const fix = typeof search === 'object' ? search : undefined;
  const near = fix ? nearestTo(fix.latE5, fix.lonE5, mostNear) : [];
  const nearest = corrected ?? near[0];
  const place = placeToSay({ precision, fix, nearest, picked, words });
  const accuracyM = place?.level === 'exact' ? fix?.accuracyM : undefined;
  useEffect(() => onSay(place ? { place, accuracyM } : undefined), [JSON.stringify(place), accuracyM]);
  // Nobody should have to look for the way out: the list is there as soon as no name is to come by itself.
  const isListShown = isListOpen || props.isMissed || words !== '' || (search !== 'looking' && near.length === 0);
  return (
    <>
      <FoundPlace
        search={search}
        place={place}
        spelt={place ? spellName(place) : undefined}
        isFromList={picked !== undefined || words.trim() !== ''}
        precision={precision}
        onPrecision={(chosen) => {
          setPrecision(chosen);
          rememberPrecision(chosen);
        }}
        onLook={() => {
          setPicked(undefined);
          onWords('');
          look();
        }}
      >
        {near.length > 1 && <NearChoice near={near} chosen={nearest} onChoose={setCorrected} />}
      </FoundPlace>
      {isListShown ? (
        <section class="s3">
          <h2>{w('checkin.list')}</h2>
          <PlacePicker picked={picked} onPick={setPicked} />
          <PlaceInWords words={words} onChange={onWords} />
        </section>
      ) : (
        <button type="button" class="btn w" onClick={() => setListOpen(true)}>
          {w('checkin.list')}
        </button>
      )}
    </>
  );
}

/** Looks once when the screen opens, and again when asked or when a finer position is wanted. */
function useSearch(precision: ChosenPlace['precision']) {
  const [search, setSearch] = useState<Search>('looking');
  const turn = useRef(0);
  const look = async () => {
    const mine = ++turn.current;
    setSearch('looking');
    const outcome = await findMe(precision);
    if (mine === turn.current) setSearch('fix' in outcome ? outcome.fix : outcome.trouble);
  };
  const isFine = precision === 'exact';
  useEffect(() => {
    void look();
    return () => void turn.current++;
  }, [isFine]);
  return { search, look: () => void look() };
}
