import { useEffect, useState } from 'preact/hooks';
import { startConversation } from '../actions/messages.ts';
import { go } from '../actions/navigate.ts';
import { useApp } from '../state/app.ts';
import { mostOthers, mostTitle } from '../state/message-limits.ts';
import type { PersonView } from '../state/model.ts';
import { matchRoute } from '../state/routes.ts';
import { Empty } from '../ui/empty.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { TitleField } from './title-field.tsx';

const loadPicker = async () => (await import('./later-screens.ts')).FriendPicker;

/** Whom to write to: one person, or several as a group. An address that names a person begins with them at once. */
export function NewMessage() {
  const id = matchRoute(useApp((state) => state.path)).id;
  return id ? <Begin key={id} id={id} /> : <Choose />;
}

function Begin({ id }: { id: string }) {
  const [isMissing, setMissing] = useState(false);
  const isReady = useApp((state) => state.messages !== undefined);
  useEffect(() => {
    void begin([id], '').then((ok) => setMissing(!ok));
  }, [isReady]);
  return <Say what={isMissing ? w('talk.notHere') : w('talk.opening')}>{isMissing && w('talk.notHereWhy')}</Say>;
}

/** False where it could not begin. */
async function begin(persons: readonly string[], title: string): Promise<boolean> {
  const answer = await startConversation(persons, title);
  if (answer.ok) go(`/messages/${answer.value.id}`, { replace: true });
  return answer.ok;
}

function Choose() {
  const hasFriends = useApp((state) => state.friends.length > 0);
  const [chosen, setChosen] = useState<readonly PersonView[]>([]);
  const [title, setTitle] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isGroup = chosen.length > 1;
  const isLong = [...title.trim()].length > mostTitle;
  const send = async (event: Event) => {
    event.preventDefault();
    if (chosen.length === 0 || (isGroup && isLong)) return;
    const ids = chosen.map(({ id }) => id);
    setMissing(!(await begin(ids, isGroup ? title.trim() : '')));
  };
  if (!hasFriends) {
    return (
      <Empty icon="friends" title={w('talk.nobody')} why={w('talk.nobodyWhy')}>
        <a class="btn p" href="/friends/add">
          {w('friends.add')}
        </a>
      </Empty>
    );
  }
  return (
    <form class="card s5" onSubmit={(event) => void send(event)}>
      <fieldset>
        <legend>{w('talk.who')}</legend>
        <p class="m hint">{w('talk.whoHint', { n: mostOthers })}</p>
        <Lazy
          load={loadPicker}
          failed={<p class="m">{w('say.chunk')}</p>}
          given={{ id: 'who', chosen, most: mostOthers, onChange: setChosen }}
        />
      </fieldset>
      {isGroup && <TitleField value={title} onInput={setTitle} />}
      <p class="m">{isGroup ? w('talk.sealedGroup', { n: chosen.length + 1 }) : w('talk.sealedPair')}</p>
      {isMissing && <Say what={w('talk.notHere')}>{w('talk.notHereWhy')}</Say>}
      <button class="btn p w" disabled={chosen.length === 0}>
        <span>
          {isGroup
            ? w('talk.startGroup', { n: chosen.length })
            : chosen[0]
              ? w('message.writeTo', { name: chosen[0].name })
              : w('talk.start')}
        </span>
      </button>
    </form>
  );
}
