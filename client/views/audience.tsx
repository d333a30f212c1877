import { useState } from 'preact/hooks';
import { chooseAudience } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import type { AudienceView, MeView } from '../state/model.ts';
import { Choice } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { FriendPicker } from './friend-picker.tsx';

const choices = ['allFriends', 'list', 'none'] as const;
/** As many as the kind has room for. */
const mostPersons = 300;

/** Who sees my statuses and signs of life, with what a change does and what it cannot undo. */
export function Audience() {
  const me = useApp((state) => state.me);
  return me ? <Chooser me={me} /> : null;
}

function Chooser({ me }: { me: MeView }) {
  const friends = useApp((state) => state.friends);
  const [draft, setDraft] = useState<AudienceView>(me.audience);
  const [isSaved, setSaved] = useState(false);
  const change = (part: Partial<AudienceView>) => {
    setSaved(false);
    setDraft({ ...draft, ...part });
  };
  const [tried, setTried] = useState(false);
  // Who is no friend any more is kept out of a new list.
  const chosen = friends.filter(({ id }) => draft.persons.includes(id));
  const isEmpty = draft.who === 'list' && chosen.length === 0;
  const isSame = draft.who === me.audience.who && (draft.who !== 'list' || sameIds(draft.persons, me.audience.persons));
  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (isEmpty || isSame) return;
    setSaved((await chooseAudience({ who: draft.who, persons: chosen.map(({ id }) => id) })).ok);
  };
  return (
    <form class="in s5 foot" onSubmit={(event) => void save(event)}>
      <p>{w('audience.what')}</p>
      <fieldset>
        <legend class="vh">{w('audience.title')}</legend>
        <div class="tags">
          {choices.map((who) => (
            <Choice
              key={who}
              name="who"
              value={who}
              chosen={draft.who}
              onChoose={(chosenWho) => change({ who: chosenWho })}
            >
              <span>{w(`audience.${who}`)}</span>
            </Choice>
          ))}
        </div>
      </fieldset>
      {draft.who === 'list' && (
        <fieldset>
          <legend>{w('audience.chosen', { n: chosen.length })}</legend>
          <FriendPicker
            id="reader"
            chosen={chosen}
            most={mostPersons}
            onChange={(persons) => change({ persons: persons.map(({ id }) => id) })}
          />
          {chosen.length >= mostPersons && <p>{w('audience.most', { n: mostPersons })}</p>}
          <p class="m gap">{w('audience.newFriends')}</p>
        </fieldset>
      )}
      {draft.who === 'none' && <Say what={w('audience.noneWhy')} />}
      {tried && isEmpty && <Say bad what={w('audience.needOne')} />}
      <button class="btn p w" disabled={isSame}>
        <span>{w('audience.save')}</span>
      </button>
      <ul class="m s">
        <li>{w('audience.when')}</li>
        <li>{w('audience.cannot')}</li>
        <li>{w('audience.server')}</li>
      </ul>
      <p class="m" role="status">
        {isSaved && w('me.saved')}
      </p>
    </form>
  );
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}
