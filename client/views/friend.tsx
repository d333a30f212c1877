import { useState } from 'preact/hooks';
import { block, nameFriend, setHousehold } from '../actions/friends.ts';
import { useApp } from '../state/app.ts';
import { matchRoute } from '../state/routes.ts';
import type { PersonView, SafetyRow } from '../state/model.ts';
import { Tick } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { Lost } from './lost.tsx';
import { RemoveFriend } from './remove-friend.tsx';

const mostName = 40;

/** What I decide about one friend: what I call them, whether they are family, and how it ends. */
export function Friend() {
  const id = matchRoute(useApp((state) => state.path)).id;
  const row = useApp((state) => state.safety.find(({ person }) => person.id === id));
  if (!row) return <Lost />;
  return (
    <>
      <OwnName person={row.person} />
      <Household row={row} />
      <RemoveFriend person={row.person} />
      <Block person={row.person} />
    </>
  );
}

/** A name of one's own, so that two of the same name can be told apart. */
function OwnName({ person }: { person: PersonView }) {
  const called = person.cardName ?? person.name;
  // Until something is typed it follows what is known: the first to come may be the screen of last time.
  const [typed, setName] = useState<string>();
  const name = typed ?? (person.cardName === undefined ? '' : person.name);
  const [isSaved, setSaved] = useState(false);
  const isLong = [...name.trim()].length > mostName;
  const save = async (event: Event) => {
    event.preventDefault();
    if (!isLong) setSaved((await nameFriend(person.id, name.trim())).ok);
  };
  return (
    <form class="card s gap" onSubmit={(event) => void save(event)}>
      <label class="l" for="own-name">
        {w('friend.name')}
      </label>
      <p class="m" id="own-name-hint">
        {w('friend.nameHint', { name: called })}
      </p>
      <input
        id="own-name"
        class="fld"
        value={name}
        autocomplete="off"
        aria-describedby="own-name-hint"
        onInput={(event) => {
          setSaved(false);
          setName(event.currentTarget.value);
        }}
      />
      {isLong && <Say bad what={w('start.longName', { n: mostName })} />}
      {isSaved && <p role="status">{w('friend.saved')}</p>}
      <button class="btn w">{w('friend.nameSave')}</button>
    </form>
  );
}

/** Family is who named each other; what either half does is said. */
function Household({ row }: { row: SafetyRow }) {
  const { person, isHousehold = false, namesMeHousehold = false } = row;
  const { name } = person;
  return (
    <section class="card s gap">
      <div class="tags">
        <Tick checked={isHousehold} onChange={(isIn) => void setHousehold(person.id, isIn)}>
          {w('friend.household', { name })}
        </Tick>
      </div>
      <p class="m">{w('friend.householdWhat', { name })}</p>
      {namesMeHousehold && <p>{w('friend.namesMe', { name })}</p>}
    </section>
  );
}

/** Asks once more, and says what it does. */
function Block({ person }: { person: PersonView }) {
  const [isAsking, ask] = useState(false);
  const { name } = person;
  if (!isAsking) {
    return (
      <p class="in foot">
        <button class="btn t q" onClick={() => ask(true)}>
          {w('friend.block', { name })}
        </button>
      </p>
    );
  }
  return (
    <section class="card s gap">
      <h2>{w('friend.blockAsk', { name })}</h2>
      <p>{w('friend.blockWhy')}</p>
      <p class="f">
        <button class="btn" onClick={() => void block(person.id, true)}>
          {w('friend.blockYes')}
        </button>
        <button class="btn q" autofocus onClick={() => ask(false)}>
          {w('friends.removeNo')}
        </button>
      </p>
    </section>
  );
}
