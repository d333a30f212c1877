/** The files of `shared/fixtures/demo-town` by name, as text. */
export type MaterialFiles = Readonly<Record<(typeof materialFiles)[number], string>>;

/** What a town is made of; see `shared/fixtures/demo-town/README.md`. */
export type Material = {
  readonly families: readonly Name[];
  /** Given names by `elder-male`, `grown-female` and so on. */
  readonly givenNames: ReadonlyMap<string, readonly Name[]>;
  readonly areas: readonly (Area & { readonly share: number })[];
  /** Names of shelters by code of municipality. */
  readonly shelters: ReadonlyMap<number, readonly string[]>;
  readonly ordinary: readonly Line[];
  readonly hoursAfter: readonly Line[];
  readonly replies: ReadonlyMap<string, readonly string[]>;
  readonly statuses: readonly StatusLine[];
  readonly slots: ReadonlyMap<string, readonly string[]>;
  readonly cast: readonly CastLine[];
};

/** A part of a name with its reading. */
export type Name = { readonly kanji: string; readonly kana: string };

/** A district: code and name of its municipality, its own name. */
export type Area = { readonly municipality: number; readonly town: string; readonly area: string };

/** A text with slots in braces, who says it, about what, and when (part of the day, or phase after the earthquake). */
export type Line = { readonly who: string; readonly topic: string; readonly when: string; readonly text: string };

/** What somebody may say of how they are. */
export type StatusLine = {
  readonly condition: string;
  readonly whereabouts: string;
  readonly text: string;
  readonly need: string;
};

/** What somebody of the first household does, minutes from the earthquake. */
export type CastLine = {
  readonly minute: number;
  readonly role: string;
  readonly what: string;
  readonly rest: readonly string[];
};

/** Names of the files that a town is made of. */
export const materialFiles = [
  'names.csv',
  'areas.csv',
  'shelters.csv',
  'ordinary.txt',
  'hours-after.txt',
  'replies.txt',
  'statuses.txt',
  'slots.txt',
  'cast.txt',
] as const;

/** Reads the files. They are the project's own and right; a line with too few fields reads as empty ones. */
export function readMaterial(files: MaterialFiles): Material {
  const names = rowsOf(files['names.csv'], ',').slice(1);
  const toLine = ([who = '', topic = '', when = '', text = '']: readonly string[]): Line => ({
    who,
    topic,
    when,
    text,
  });
  return {
    families: names.flatMap(([kind, kanji = '', kana = '']) => (kind === 'family' ? { kanji, kana } : [])),
    givenNames: grouped(names.map(([kind = '', kanji = '', kana = '']) => [kind, { kanji, kana }])),
    areas: rowsOf(files['areas.csv'], ',')
      .slice(1)
      .map(([code, town = '', area = '', share]) => ({ municipality: Number(code), town, area, share: Number(share) })),
    shelters: grouped(
      rowsOf(files['shelters.csv'], ',')
        .slice(1)
        .map(([code, name = '']) => [Number(code), name]),
    ),
    ordinary: rowsOf(files['ordinary.txt'], '|').map(toLine),
    hoursAfter: rowsOf(files['hours-after.txt'], '|').map(toLine),
    replies: grouped(rowsOf(files['replies.txt'], '|').map(([topic = '', text = '']) => [topic, text])),
    statuses: rowsOf(files['statuses.txt'], '|').map(([condition = '', whereabouts = '', text = '', need = '']) => ({
      condition,
      whereabouts,
      text,
      need,
    })),
    slots: new Map(rowsOf(files['slots.txt'], '|').map(([slot = '', values = '']) => [slot, values.split('、')])),
    cast: rowsOf(files['cast.txt'], '|').map(([minute, role = '', what = '', ...rest]) => ({
      minute: Number(minute),
      role,
      what,
      rest,
    })),
  };
}

function rowsOf(text: string, separator: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(separator));
}

function grouped<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
