import { chooseDataUse } from '../actions/data-use.ts';
import { useApp } from '../state/app.ts';
import type { DataUse } from '../state/model.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

const uses: readonly DataUse[] = ['auto', 'noPictures', 'lifeOnly'];

/** What may travel, and what the choice leaves out. */
export function ChooseDataUse() {
  const chosen = useApp((state) => state.dataUse?.chosen) ?? 'auto';
  return (
    <fieldset>
      <legend>{w('data.title')}</legend>
      <div class="tags">
        {uses.map((use) => (
          <Choice key={use} name="data" value={use} chosen={chosen} onChoose={(one) => void chooseDataUse(one)}>
            <span>{w(`data.${use}`)}</span>
          </Choice>
        ))}
      </div>
      <p class="m gap">{w(`dataWhy.${chosen}`)}</p>
    </fieldset>
  );
}
