import { useState } from 'preact/hooks';
import {
  addMembers,
  leaveConversation,
  muteConversation,
  nameConversation,
  removeMember,
} from '../actions/messages.ts';
import { block } from '../actions/friends.ts';
import { go } from '../actions/navigate.ts';
import { useApp } from '../state/app.ts';
import type { ConversationView } from '../state/conversations.ts';
import { mostOthers, mostTitle } from '../state/message-limits.ts';
import type { PersonView } from '../state/model.ts';
import { matchRoute } from '../state/routes.ts';
import { t } from '../text/words.ts';
import { Tick } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { AskFirst } from './ask-first.tsx';
import { Face } from './face.tsx';
import { TellsRead } from './tells-read.tsx';
import { TitleField } from './title-field.tsx';
import { useTalk } from './use-talk.ts';

const loadPicker = async () => (await import('./later-screens.ts')).FriendPicker;

/** Who is in a conversation, and what I decide about it. */
export function Members() {
  const id = matchRoute(useApp((state) => state.path)).id;
  const { view } = useTalk(id);
  if (view === undefined) return <Say what={w('talk.opening')} />;
  if (view === 'missing') return <Empty icon="messages" title={w('talk.missing')} why={w('talk.missingWhy')} />;
  if (view === 'not-here') return <Say what={w('talk.notHere')}>{w('talk.notHereWhy')}</Say>;
  return (
    <>
      <section class="card s gap">
        <div class="tags">
          <Tick checked={view.isMuted} onChange={(isMuted) => void muteConversation(id, isMuted)}>
            {w('talk.mute')}
          </Tick>
        </div>
        <p class="m">{w('talk.muteWhat')}</p>
      </section>
      {view.kind === 'group' ? <Group view={view} /> : <Pair view={view} />}
      <section class="card s">
        <TellsRead />
      </section>
      <p class="in foot m">{w('talk.devices', { n: view.devices })}</p>
    </>
  );
}

function Group({ view }: { view: ConversationView }) {
  const { id, others, isOver } = view;
  return (
    <>
      {!isOver && <Title view={view} />}
      <section>
        <h2 class="hd">{w('talk.members', { n: others.length + (isOver ? 0 : 1) })}</h2>
        <ul class="list">
          {!isOver && <Me />}
          {others.map((person) => (
            <Member key={person.id} person={person} view={view} />
          ))}
        </ul>
      </section>
      {!isOver && others.length < mostOthers && <Add view={view} />}
      {!isOver && (
        <section class="card s">
          <AskFirst
            label={w('talk.leave')}
            question={w('talk.leaveAsk')}
            why={w('talk.leaveWhy')}
            yes={w('talk.leaveYes')}
            onYes={() => void leaveConversation(id).then(({ ok }) => ok && go('/messages', { replace: true }))}
          />
        </section>
      )}
    </>
  );
}

function Title({ view }: { view: ConversationView }) {
  const [title, setTitle] = useState(view.title);
  const isLong = [...title.trim()].length > mostTitle;
  const save = (event: Event) => {
    event.preventDefault();
    if (!isLong) void nameConversation(view.id, title.trim());
  };
  return (
    <form class="card s" onSubmit={save}>
      <TitleField value={title} onInput={setTitle} />
      <button class="btn w" disabled={title.trim() === view.title}>
        <span>{w('talk.titleSave')}</span>
      </button>
    </form>
  );
}

function Me() {
  const me = useApp((state) => state.me);
  return (
    me && (
      <li class="row">
        <Face person={me} />
        <h3 class="wide">
          {me.name}
          {w('voice.mine')}
        </h3>
      </li>
    )
  );
}

function Member({ person, view }: { person: PersonView; view: ConversationView }) {
  const isKnown = useApp((state) => state.safety.some((row) => row.person.id === person.id));
  const { name, kana } = person;
  return (
    <li class="row">
      <Face person={person} />
      <div>
        <h3>
          {isKnown ? (
            <a class="name" href={`/safety/${person.id}`}>
              {name}
            </a>
          ) : (
            name
          )}{' '}
          <small class="ib">{kana}</small>
        </h3>
        {view.unreachable.some(({ id }) => id === person.id) && <p class="m">{w('talk.unreachableOne')}</p>}
      </div>
      {!view.isOver && (
        <AskFirst
          label={w('talk.remove')}
          name={t('talk.removeOf', { name })}
          question={w('talk.removeAsk', { name })}
          why={w('talk.removeWhy')}
          yes={w('talk.removeYes')}
          onYes={() => void removeMember(view.id, person.id)}
        />
      )}
    </li>
  );
}

function Add({ view }: { view: ConversationView }) {
  const [chosen, setChosen] = useState<readonly PersonView[]>();
  const hasMore = useApp(({ friends }) => friends.some(({ id }) => !view.others.some((other) => other.id === id)));
  const add = async () => {
    if (
      chosen?.length &&
      (
        await addMembers(
          view.id,
          chosen.map(({ id }) => id),
        )
      ).ok
    )
      setChosen(undefined);
  };
  if (!hasMore) return null;
  return (
    <section class="card s3">
      {chosen === undefined ? (
        <button class="btn w" onClick={() => setChosen([])}>
          <Icon name="friends" />
          <span>{w('talk.add')}</span>
        </button>
      ) : (
        <>
          <fieldset>
            <legend>{w('talk.add')}</legend>
            <p class="m hint">{w('talk.addWhy')}</p>
            <Lazy
              load={loadPicker}
              failed={<p class="m">{w('say.chunk')}</p>}
              given={{
                id: 'add',
                chosen,
                most: mostOthers - view.others.length,
                onChange: setChosen,
                except: view.others,
              }}
            />
          </fieldset>
          <p class="f">
            <button class="btn" disabled={chosen.length === 0} onClick={() => void add()}>
              <span>{w('talk.addYes', { n: chosen.length })}</span>
            </button>
            <button class="btn q" onClick={() => setChosen(undefined)}>
              {w('nav.close')}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function Pair({ view }: { view: ConversationView }) {
  const [other] = view.others;
  if (!other) return null;
  return (
    <>
      <section>
        <h2 class="hd">{w('talk.members', { n: view.others.length + 1 })}</h2>
        <ul class="list">
          <Me />
          <Member person={other} view={{ ...view, isOver: true }} />
        </ul>
      </section>
      <section class="card s">
        <AskFirst
          label={w('talk.block', { name: other.name })}
          question={w('talk.blockAsk', { name: other.name })}
          why={w('talk.blockWhy')}
          yes={w('talk.blockYes')}
          onYes={() => void block(other.id, true)}
        />
      </section>
    </>
  );
}
