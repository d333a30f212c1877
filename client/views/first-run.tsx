import { useEffect, useState } from 'preact/hooks';
import { createPerson } from '../actions/create-person.ts';
import { readInvite } from '../actions/read-invite.ts';
import { chooseLanguageHere, loadAllWords } from '../actions/preferences.ts';
import { useApp } from '../state/app.ts';
import { matchRoute, type Route } from '../state/routes.ts';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { NameFields, nameTrouble } from './name-fields.tsx';
import { Notices } from './notices.tsx';
import { Screen } from './screen.tsx';

/** A name, and in. What it does not ask for and what it cannot promise yet are both said. */
export function FirstRun() {
  const language = useApp((state) => state.language);
  const [fields, setFields] = useState({ name: '', kana: '' });
  const [tried, setTried] = useState(false);
  const [isMaking, setMaking] = useState(false);
  const surroundings = useApp((state) => state.surroundings);
  const route = matchRoute(useApp((state) => state.path));
  const trouble = nameTrouble(fields);
  const start = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (trouble) return document.getElementById('name')?.focus();
    setMaking(true);
    await createPerson(fields.name, fields.kana);
    setMaking(false);
  };
  if (route.name === 'restore') return <Screen route={route} />;
  return (
    <main class="in s5 first">
      <LanguageChoice language={language} onChoose={(chosen) => void chooseLanguageHere(chosen)} />
      <div class="s">
        <h1 class="f5">{w('app.name')}</h1>
        <p>{w('app.about')}</p>
      </div>
      {surroundings && <Lazy load={loadAdvice} failed={null} given={surroundings} />}
      <Invited route={route} />
      <Notices />
      <form class="s5" noValidate onSubmit={(event) => void start(event)}>
        <NameFields fields={fields} onChange={setFields} trouble={tried ? trouble : undefined} />
        <div class="s">
          <button class="btn p w" aria-disabled={isMaking}>
            {isMaking ? w('start.making') : w('start.go')}
          </button>
          <p class="m">{w('start.promise')}</p>
          <p class="m">{w('start.keys')}</p>
          <a class="btn t" href="/restore">
            {w('start.before')}
          </a>
        </div>
      </form>
      <Lazy load={loadWays} failed={null} given={{}} />
    </main>
  );
}

// Nearly nobody needs it, and whoever does has just got this page from the server.
const loadAdvice = async () => (await Promise.all([import('./later-screens.ts'), loadAllWords()]))[0].BeforeStart;

const loadWays = async () => (await import('./later-ways.tsx')).OtherWays;

// Somebody who comes by a link should see at once that it was understood; accepting comes after the name.
function Invited({ route: { name, id } }: { route: Route }) {
  const received = useApp((state) => state.received);
  const isInvited = name === 'invite';
  useEffect(() => {
    if (isInvited) void readInvite(id);
  }, [isInvited, id]);
  if (!isInvited) return null;
  if (received?.state === 'unreadable')
    return (
      <Say bad what={w('invite.unreadable')}>
        {w('invite.unreadableWhy')}
      </Say>
    );
  const inviter = received?.person?.name;
  return <Say what={inviter ? w('start.invited', { name: inviter }) : w('start.invitedUnknown')} />;
}
