// What the sampled states are made of. People and events are invented. Times are minutes before `now`.

export const minute = 60_000;
export const hour = 60 * minute;

type Mark = readonly [stage: string, minutesAgo: number, more?: Record<string, unknown>];

/** Somebody as the page knows them. */
export const person = (id: string, name: string, kana: string) => ({ id, name, kana });

/** Who is here: Yuka and those around her. */
export const people = {
  me: person('me', '宮田 由佳', 'みやた ゆか'),
  kinue: person('p1', '畠山 絹絵', 'はたけやま きぬえ'),
  seto: person('p2', '瀬戸 洋介', 'せと ようすけ'),
  ogasawara: person('p3', '小笠原 勉', 'おがさわら つとむ'),
  noda: person('p4', '野田 真治', 'のだ しんじ'),
  niwa: person('p5', '丹羽 早英', 'にわ さえ'),
  nishizawa: person('p6', '西沢 祥吾', 'にしざわ しょうご'),
  okamoto: person('p7', '岡本 寿子', 'おかもと ひさこ'),
  kawashima: person('p8', '川島 航一', 'かわしま こういち'),
  horiuchi: { ...person('p9', '美知香（上の階）', 'ほりうち みちか'), cardName: '堀内 美知香' },
  tokuda: person('pa', '徳田 伸二', 'とくだ しんじ'),
};

type Person = ReturnType<typeof person>;

/** Makers of parts as they stand at `nowMs`. */
export function createParts(nowMs: number) {
  const ago = (minutes: number) => nowMs - minutes * minute;
  const delivery = (...marks: Mark[]) =>
    marks.map(([stage, minutes, more]) => ({ stage, atMs: ago(minutes), ...more }));
  const status = (condition: string, whereabouts: string, minutesAgo: number, more: Record<string, unknown> = {}) => ({
    condition,
    whereabouts,
    rung: 'self',
    atMs: ago(minutesAgo),
    validUntilMs: ago(minutesAgo) + 24 * hour,
    needs: [],
    beside: [],
    ...more,
  });
  const row = (who: Person, said: unknown, more: Record<string, unknown> = {}) => ({
    person: who,
    status: said,
    worse: undefined,
    did: undefined,
    contact: undefined,
    asked: undefined,
    history: [],
    ...more,
  });
  const did = (kind: string, minutesAgo: number, place?: string) => ({
    kind,
    atMs: ago(minutesAgo),
    place: place && { level: 'municipality', name: place },
  });
  const spot = (who: Person, minutesAgo: number, place: Record<string, unknown>, more = {}) => ({
    person: who,
    isMine: who === people.me,
    place,
    atMs: ago(minutesAgo),
    saidBy: 'checkin',
    ...more,
  });
  const voice = (id: string, author: Person, minutesAgo: number, text: string, more: Record<string, unknown> = {}) => ({
    id,
    author,
    isMine: author === people.me,
    atMs: ago(minutesAgo),
    text,
    likes: 0,
    iLike: false,
    comments: [],
    corrections: [],
    ...more,
  });
  return { ago, delivery, status, row, did, spot, voice };
}
