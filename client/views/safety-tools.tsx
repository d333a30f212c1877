import { filterSafetyList } from '../actions/filter-safety.ts';
import { useApp } from '../state/app.ts';
import { filterSafety, silences, type SafetyPart } from '../state/safety-filter.ts';
import { say, sayList } from '../text/words.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

/** A list that can be looked over needs no search. */
const longList = 20;
const whole = ['all', 'trouble', 'household'] as const;
const silent = Object.keys(silences) as (keyof typeof silences)[];

/** Which part of the safety list is shown, and in words whom that hides. */
export function SafetyTools() {
  const rows = useApp((state) => state.safety);
  const filter = useApp((state) => state.safetyFilter);
  const nowMs = useApp((state) => state.nowMs);
  const { hidden, rows: left } = filterSafety(rows, filter, nowMs);
  const isOffered = (part: SafetyPart) =>
    part !== 'household' || filter.only === part || rows.some(({ isHousehold }) => isHousehold);
  const groups = hidden.map(([group, n]) => say(`safety.${group}`, { n }));
  return (
    <section class="in s foot">
      <fieldset>
        <legend class="vh">{w('filter.label')}</legend>
        <Parts parts={whole.filter(isOffered)} chosen={filter.only} />
      </fieldset>
      <fieldset>
        <legend>{w('filter.silent')}</legend>
        <Parts parts={silent} chosen={filter.only} />
      </fieldset>
      {(rows.length > longList || filter.search) && (
        <div>
          <label class="l" for="who">
            {w('filter.search')}
          </label>
          <input
            id="who"
            type="search"
            class="fld"
            value={filter.search}
            onInput={(event) => filterSafetyList({ search: event.currentTarget.value })}
          />
        </div>
      )}
      <div class="f sp">
        <p class="gr" role="status">
          {left.length === 0 && <b class="bl">{w('filter.none')}</b>}
          {groups.length > 0 && w('filter.hides', { groups: sayList(groups, 'sep.dot') })}
        </p>
        {groups.length > 0 && (
          <button class="btn t" onClick={() => filterSafetyList({ only: 'all', search: '' })}>
            {w('filter.showAll')}
          </button>
        )}
      </div>
    </section>
  );
}

/** One of several across both rows: choosing a length of silence leaves the others. */
function Parts({ parts, chosen }: { parts: readonly SafetyPart[]; chosen: SafetyPart }) {
  return (
    <div class="tags">
      {parts.map((part) => (
        <Choice key={part} name="part" value={part} chosen={chosen} onChoose={(only) => filterSafetyList({ only })}>
          <span>{w(`filter.${part}`)}</span>
        </Choice>
      ))}
    </div>
  );
}
