import { useEffect, useState } from 'preact/hooks';
import { openPerson } from '../actions/sync.ts';
import { writeAbout } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import type { AboutInput } from '../state/messages.ts';
import { matchRoute } from '../state/routes.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';
import { Lost } from './lost.tsx';
import { StatusForm } from './status-form.tsx';

const rungs = ['acquaintance', 'household'] as const;

/** How a friend is, said by me to them and to all who may see it of them. */
export function AboutSheet() {
  const id = matchRoute(useApp((state) => state.path)).id;
  const row = useApp((state) => state.safety.find(({ person }) => person.id === id));
  const [chosen, choose] = useState<AboutInput['rung']>();
  useEffect(() => void openPerson(id), [id]);
  if (!row) return <Lost />;
  const { name } = row.person;
  const rung = chosen ?? (row.namesMeHousehold ? 'household' : 'acquaintance');
  return (
    <StatusForm
      last={row.mine}
      legend={w('about.condition', { name })}
      of={id}
      who={w('about.who', { name })}
      sendWords={w('about.go', { name })}
      send={(status) => writeAbout({ ...status, personId: id, rung })}
    >
      {row.namesMeHousehold ? (
        <fieldset>
          <legend>{w('about.rung')}</legend>
          <div class="tags">
            {rungs.map((one) => (
              <Choice key={one} name="rung" value={one} chosen={rung} onChoose={choose}>
                <span>{w(`about.${one}`)}</span>
              </Choice>
            ))}
          </div>
        </fieldset>
      ) : (
        <p class="m">{w('about.notHousehold', { name })}</p>
      )}
    </StatusForm>
  );
}
