import { idOfRow, idOfVoice, type Change, type ListChange } from '../state/change.ts';
import type { AppState } from '../state/model.ts';

interface Told {
  readonly row: unknown;
  readonly text: string;
}

/**
 * Remembers what the page was told, and gives of `state` what is different: everything the first time. A list of a thousand is copied to the page, and drawn
 * there, only as far as it changed.
 */
export function createDifference(): (state: Partial<AppState>) => Change {
  const texts = new Map<string, string>();
  const voices = createListDifference(idOfVoice);
  const safety = createListDifference(idOfRow);
  return (state) => {
    const { voices: newVoices, safety: newSafety, ...others } = state;
    const parts = Object.entries(others).filter(([name, value]) => {
      const text = JSON.stringify(value) ?? '';
      const isNew = texts.get(name) !== text;
      texts.set(name, text);
      return isNew;
    });
    return {
      ...Object.fromEntries(parts),
      ...(newVoices && defined('voices', voices(newVoices))),
      ...(newSafety && defined('safety', safety(newSafety))),
    };
  };
}

function createListDifference<Row>(idOf: (row: Row) => string) {
  let told: ReadonlyMap<string, Told> | undefined;
  let ids: readonly string[] = [];
  return (rows: readonly Row[]): readonly Row[] | ListChange<Row> | undefined => {
    const before = told;
    const now = new Map<string, Told>();
    const changed = rows.filter((row) => {
      const known = before?.get(idOf(row));
      // What is the same object says the same: rows of older pages are made once.
      const text = known?.row === row ? known.text : JSON.stringify(row);
      now.set(idOf(row), { row, text });
      return known?.text !== text;
    });
    const [oldIds, newIds] = [ids, rows.map(idOf)];
    told = now;
    ids = newIds;
    if (before === undefined) return rows;
    const [most, least] = [Math.max(oldIds.length, newIds.length), Math.min(oldIds.length, newIds.length)];
    let at = 0;
    while (at < least && oldIds[at] === newIds[at]) at++;
    if (changed.length === 0 && at === most) return undefined;
    let end = 0;
    while (end < least - at && oldIds.at(-1 - end) === newIds.at(-1 - end)) end++;
    const gone = oldIds.length - at - end;
    return { before: oldIds.length, at, gone, ids: newIds.slice(at, newIds.length - end), rows: changed };
  };
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
