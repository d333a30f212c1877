import type { Municipality } from '../../shared/places/municipalities.ts';
import type { NamedMunicipality } from '../actions/check-in.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';
import { PlaceName } from './place-name.tsx';

/** The municipalities around a position: the nearest office is a guess, and who stands there knows better. */
export function NearChoice(props: {
  near: readonly Municipality[];
  chosen: NamedMunicipality | undefined;
  onChoose: (municipality: NamedMunicipality) => void;
}) {
  return (
    <fieldset>
      <legend>{w('places.near')}</legend>
      <div class="tags">
        {props.near.map((one) => (
          <Choice
            key={one.code}
            name="near"
            value={String(one.code)}
            chosen={props.chosen && String(props.chosen.code)}
            onChoose={() => props.onChoose(one)}
          >
            <PlaceName {...one} />
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}
