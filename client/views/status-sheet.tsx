import { writeStatus } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';
import { StatusForm } from './status-form.tsx';

/** How I am, to those who may see it. */
export function StatusSheet() {
  const last = useApp((state) => state.me?.status);
  const friends = useApp((state) => state.friends);
  const audience = useApp((state) => state.me?.audience);
  const listed = friends.filter(({ id }) => audience?.persons.includes(id)).length;
  const words = {
    allFriends: () => (friends.length ? w('sheet.send', { n: friends.length }) : w('sheet.sendNone')),
    list: () => w('sheet.sendList', { n: listed }),
    none: () => w('sheet.sendHidden'),
  };
  const who = audience?.who ?? 'allFriends';
  return (
    <StatusForm
      last={last}
      legend={w('sheet.condition')}
      who={who === 'none' ? w('audience.noneWhy') : friends.length === 0 && w('sheet.noFriends')}
      sendWords={words[who]()}
      send={writeStatus}
    />
  );
}
