import { useState } from 'preact/hooks';
import { removeFriend } from '../actions/friends.ts';
import type { PersonView } from '../state/model.ts';
import { w } from '../ui/words.tsx';

/** Asks once more, and says what cannot be undone, before a friendship ends. */
export function RemoveFriend({ person }: { person: PersonView }) {
  const [isAsking, ask] = useState(false);
  const { name } = person;
  if (!isAsking) {
    return (
      <p class="in foot">
        <button class="btn t q" onClick={() => ask(true)}>
          {w('friends.removeOf', { name })}
        </button>
      </p>
    );
  }
  return (
    <section class="card s gap">
      <h2>{w('friends.removeAsk', { name })}</h2>
      <p>{w('friends.removeWhy')}</p>
      <p class="f">
        <button class="btn" onClick={() => void removeFriend(person.id)}>
          {w('friends.removeYes')}
        </button>
        <button class="btn q" autofocus onClick={() => ask(false)}>
          {w('friends.removeNo')}
        </button>
      </p>
    </section>
  );
}
