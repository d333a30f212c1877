import { shelterData } from './shelter-data.ts';

let byCode: ReadonlyMap<number, readonly string[]> | undefined;

/** Names of the designated shelters of a municipality; empty where this version knows none. */
export function sheltersOf(code: number): readonly string[] {
  byCode ??= new Map(
    shelterData.split('\n').map((line) => {
      const [municipality, ...names] = line.split(',');
      return [Number(municipality), names];
    }),
  );
  return byCode.get(code) ?? [];
}
