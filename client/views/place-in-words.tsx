import { w } from '../ui/words.tsx';

/** The name of a place in the person's own words. */
export function PlaceInWords({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  return (
    <div>
      <label class="l" for="place">
        {w('checkin.words')}
      </label>
      <input
        id="place"
        class="fld"
        value={words}
        maxLength={40}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
