import { useState } from 'preact/hooks';
import { useApp } from '../state/app.ts';
import type { PersonView } from '../state/model.ts';
import { hasName } from '../state/safety-filter.ts';
import { Tick } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

/** As many as can be looked over; of more some are found by name. */
const mostShown = 12;

/** Friends as tags to tick: who is chosen first, then as many others as can be looked over, or those whose name is typed. */
export function FriendPicker(props: {
  id: string;
  chosen: readonly PersonView[];
  most: number;
  onChange: (chosen: readonly PersonView[]) => void;
  /** Who is not among them, one or several. */
  without?: string | undefined;
  except?: readonly PersonView[] | undefined;
}) {
  const { id, chosen, most, onChange, without, except } = props;
  const friends = useApp((state) => state.friends);
  const [search, setSearch] = useState('');
  const ids = new Set([...chosen, ...(except ?? [])].map((person) => person.id));
  const others = friends.filter((person) => !ids.has(person.id) && person.id !== without);
  const fitting = others.filter((person) => hasName({ person }, search));
  const shown = chosen.length < most ? fitting.slice(0, mostShown) : [];
  const hidden = chosen.length < most ? fitting.length - shown.length : 0;
  return (
    <>
      {others.length > mostShown && (
        <div class="pad">
          <label class="l" for={id}>
            {w('pick.search')}
          </label>
          <input
            id={id}
            type="search"
            class="fld"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
            // Enter looks for a name here; it must not send the sheet.
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        </div>
      )}
      <div class="tags">
        {chosen.map((person) => (
          <Tick key={person.id} checked onChange={() => onChange(chosen.filter((one) => one.id !== person.id))}>
            {person.name}
          </Tick>
        ))}
        {shown.map((person) => (
          <Tick key={person.id} checked={false} onChange={() => onChange([...chosen, person])}>
            {person.name}
          </Tick>
        ))}
      </div>
      <p class="m" role="status">
        {hidden > 0 && w('pick.more', { n: hidden })}
        {fitting.length === 0 && search && w('filter.none')}
      </p>
    </>
  );
}
