// States of the whole page for looking at screens. People and events are invented. Times are minutes before `now`.

const minute = 60_000;
const hour = 60 * minute;

type Mark = readonly [stage: string, minutesAgo: number, more?: Record<string, unknown>];

/** What the page of Miyata Yuka shows at `nowMs`, in the middle of the day of an earthquake. */
export function sampleState(nowMs: number) {
  const ago = (minutes: number) => nowMs - minutes * minute;
  const delivery = (...marks: Mark[]) =>
    marks.map(([stage, minutes, more]) => ({ stage, atMs: ago(minutes), ...more }));
  const person = (id: string, name: string, kana: string) => ({ id, name, kana });
  const me = person('me', '宮田 由佳', 'みやた ゆか');
  const kinue = person('p1', '畠山 絹絵', 'はたけやま きぬえ');
  const seto = person('p2', '瀬戸 洋介', 'せと ようすけ');
  const ogasawara = person('p3', '小笠原 勉', 'おがさわら つとむ');
  const noda = person('p4', '野田 真治', 'のだ しんじ');
  const niwa = person('p5', '丹羽 早英', 'にわ さえ');
  const nishizawa = person('p6', '西沢 祥吾', 'にしざわ しょうご');
  const okamoto = person('p7', '岡本 寿子', 'おかもと ひさこ');
  const kawashima = person('p8', '川島 航一', 'かわしま こういち');
  const horiuchi = { ...person('p9', '美知香（上の階）', 'ほりうち みちか'), cardName: '堀内 美知香' };
  const tokuda = person('pa', '徳田 伸二', 'とくだ しんじ');
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
  const row = (who: typeof me, said: unknown, more: Record<string, unknown> = {}) => ({
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
  const spot = (who: typeof me, minutesAgo: number, place: Record<string, unknown>, more = {}) => ({
    person: who,
    isMine: who === me,
    place,
    atMs: ago(minutesAgo),
    saidBy: 'checkin',
    ...more,
  });
  const voice = (
    id: string,
    author: typeof me,
    minutesAgo: number,
    text: string,
    more: Record<string, unknown> = {},
  ) => ({
    id,
    author,
    isMine: author === me,
    atMs: ago(minutesAgo),
    text,
    likes: 0,
    iLike: false,
    comments: [],
    corrections: [],
    ...more,
  });
  const outbox = [
    {
      id: 'o1',
      kind: 'status',
      title: '',
      condition: 'safe',
      atMs: ago(2),
      sizeBytes: 210,
      reason: 'offline',
      delivery: delivery(['here', 2]),
    },
    {
      id: 'o2',
      kind: 'ask',
      title: '小笠原 勉',
      atMs: ago(12),
      sizeBytes: 180,
      reason: 'behind',
      delivery: delivery(['here', 12]),
    },
    {
      id: 'o3',
      kind: 'friend',
      title: '徳田 伸二',
      atMs: ago(30),
      sizeBytes: 190,
      reason: 'behind',
      delivery: delivery(['here', 30]),
    },
    {
      id: 'o5',
      kind: 'about',
      title: '堀内 美知香',
      condition: 'needsHelp',
      atMs: ago(29),
      sizeBytes: 240,
      reason: 'behind',
      delivery: delivery(['here', 29]),
    },
    {
      id: 'o6',
      kind: 'audience',
      title: '',
      atMs: ago(28),
      sizeBytes: 190,
      reason: 'behind',
      delivery: delivery(['here', 28]),
    },
    {
      id: 'o4',
      kind: 'voice',
      title: '体育館の毛布が足りま…',
      atMs: ago(4),
      sizeBytes: 330,
      reason: 'hub',
      delivery: delivery(['here', 4], ['hub', 3, { place: '町野小' }]),
    },
  ];
  return {
    phase: 'ready',
    nowMs,
    me: {
      ...me,
      deviceId: '5fd0c2a79be14410',
      hasRecoveryWords: false,
      status: status('safe', 'shelter', 122, {
        validUntilMs: nowMs + 6 * hour,
        beside: ['絹絵（祖母）', '犬のハナ'],
        place: '町野小学校',
        delivery: delivery(['here', 122], ['server', 121], ['theirs', 98, { reached: { count: 14, of: 25 } }]),
      }),
      about: [status('injured', 'notSaid', 40, { rung: 'acquaintance', saidBy: '瀬戸 洋介' })],
      named: [{ name: '西沢 祥吾', atMs: ago(92) }],
      audience: { who: 'list', persons: ['p1', 'p2', 'p9'] },
    },
    syncLine: {
      reach: 'noSignal',
      upToMs: ago(10),
      unsent: 6,
      lifeOnly: false,
      nextTryAtMs: nowMs + minute,
      clockOffMs: 2000,
    },
    voices: [
      voice('v1', me, 4, '体育館の毛布が足りません。二階の理科室は空いていて、ストーブもあります。', {
        place: '町野町',
        mood: 'worried',
        delivery: delivery(['here', 4]),
      }),
      voice('v6', nishizawa, 9, '水をもらう列にいます。', {
        checkIn: { level: 'coarse', municipality: 17_204, latE5: 3_729_000, lonE5: 13_677_000, name: '輪島市' },
      }),
      voice('v2', niwa, 14, '県道は穴水までゆっくり通れます。能登空港の手前で片側通行、30分ほど待ちました。', {
        receivedMs: ago(3),
        place: '珠洲道路',
        likes: 6,
        iLike: true,
        comments: [
          { id: 'c1', author: horiuchi, isMine: false, atMs: ago(11), text: '気をつけて。', corrections: [] },
          {
            id: 'c2',
            author: me,
            isMine: true,
            atMs: ago(9),
            text: '理科室で待っています。\nあわてずに。',
            corrections: [],
            delivery: delivery(['here', 9]),
          },
        ],
      }),
      voice('v3', me, 48, '祖母は足首をひねりましたが、元気です。いま保健師さんに診てもらっています。', {
        place: '町野町',
        likes: 9,
        corrections: [{ id: 'k1', atMs: ago(40), text: 'ひねったのは手首でした。' }],
        comments: [{ id: 'c3', author: noda, isMine: false, atMs: ago(30), text: '', isAbsent: true, corrections: [] }],
        delivery: delivery(
          ['here', 48],
          ['hub', 44, { place: '町野小' }],
          ['server', 31],
          ['theirs', 20, { reached: { count: 14, of: 25 } }],
        ),
      }),
      voice('v4', nishizawa, 85, '門前総合支所に 60人ほど。電気はまだ、井戸水は使えます。', {
        place: '門前町',
        clamped: true,
      }),
      voice(
        'v5',
        horiuchi,
        162,
        'こちらは揺れただけで無事です。子どもと家にいます。必要な物を書いてください、夕方の便に乗せます。',
        {
          place: '金沢市',
        },
      ),
    ],
    hasOlderVoices: true,
    safety: [
      row(kinue, status('injured', 'notSaid', 31, { rung: 'desk', saidBy: '町野小' }), {
        did: did('answered', 240, '輪島市町野町'),
      }),
      row(
        seto,
        status('needsHelp', 'home', 187, { needs: ['medicine', 'wheelchair'], text: '父の薬が切れそうです。' }),
        {
          did: did('wrote', 34, '珠洲市三崎町'),
          worse: status('injured', 'notSaid', 20, { rung: 'acquaintance', saidBy: '堀内 美知香' }),
        },
      ),
      row(person('pr', '中村 陽', 'なかむら よう'), status('needsRescue', 'home', 6, { text: '柱の下にいます' }), {
        did: did('status', 6, '輪島市河井町'),
      }),
      row(ogasawara, undefined, { did: did('opened', 269, '輪島市深見町'), contact: { atMs: ago(70) } }),
      row(noda, status('safe', 'home', 60 * 24 * 9, { validUntilMs: ago(60 * 48) }), {
        did: did('checkedIn', 955, '能登町宇出津'),
        asked: { atMs: ago(62), delivery: delivery(['here', 62], ['server', 61]) },
      }),
      row(niwa, status('safe', 'moving', 14), { did: did('wrote', 14, '穴水町') }),
      row(nishizawa, status('safe', 'shelter', 92, { beside: ['宮田 由佳'], besidePersons: [me] }), {
        did: did('wrote', 85, '輪島市門前町'),
      }),
      row(okamoto, status('safe', 'shelter', 130, { rung: 'household', saidBy: '岡本 和昭' }), {
        did: did('status', 3000),
      }),
      row(kawashima, status('safe', 'elsewhere', 23), { did: did('wrote', 17), isHousehold: true }),
      row(tokuda, undefined, { isClosed: true, did: did('wrote', 400) }),
      row(horiuchi, status('safe', 'home', 163), {
        isHousehold: true,
        namesMeHousehold: true,
        did: did('opened', 60, '金沢市'),
        named: [{ name: '川島 航一', atMs: ago(23) }],
        mine: status('needsHelp', 'home', 200, {
          rung: 'household',
          isMine: true,
          besidePersons: [kawashima],
          beside: ['川島 航一', '犬のハナ'],
          delivery: delivery(['here', 200], ['server', 190]),
        }),
        history: [
          status('safe', 'home', 163),
          status('needsHelp', 'home', 200, { rung: 'household', isMine: true, saidBy: '宮田 由佳' }),
          status('safe', 'shelter', 220, { rung: 'desk', saidBy: '町野小 受付' }),
          status('injured', 'notSaid', 240, { rung: 'acquaintance', saidBy: '' }),
          status('safe', 'notSaid', 260, { rung: 'imported', saidBy: '輪島市の名簿' }),
          status('safe', 'home', 60 * 80, { text: '出張からもどりました' }),
        ],
      }),
    ],
    friends: [kinue, seto, ogasawara, noda, niwa, nishizawa, okamoto, kawashima, horiuchi],
    spots: [
      spot(nishizawa, 9, {
        level: 'coarse',
        municipality: 17_204,
        latE5: 3_729_000,
        lonE5: 13_677_000,
        name: '輪島市',
      }),
      spot(
        niwa,
        14,
        { level: 'exact', municipality: 17_461, latE5: 3_723_100, lonE5: 13_690_800, name: '穴水町' },
        { accuracyM: 24 },
      ),
      spot(me, 122, { level: 'listed', municipality: 17_204, name: '輪島市 町野小学校' }, { saidBy: 'status' }),
      spot(seto, 187, { level: 'municipality', municipality: 17_205, name: '珠洲市' }),
      spot(kawashima, 500, { level: 'listed', name: '実家の納屋' }),
      spot(horiuchi, 60 * 50, { level: 'municipality', municipality: 17_201, name: '金沢市' }),
    ],
    requests: [
      {
        person: person('pb', 'Nguyễn Thị Hương', 'ぐえん てぃ ふおん'),
        atMs: ago(200),
        greeting: '日本語教室の フオンです',
      },
    ],
    blocked: [person('pb', '倉田 誠', 'くらた まこと')],
    sentRequests: [{ person: tokuda, atMs: ago(30), delivery: delivery(['here', 30]) }],
    invite: { link: 'https://tayori.example/i/AbCdEf0123456789AbCdEf0123456789AbCdEf0123456789AbCdEf0123456789' },
    received: undefined,
    handle: {},
    found: { handle: 'niwa_sae', person: person('pc', '丹羽 早英', 'にわ さえ'), state: 'ready' },
    pictures: {},
    picturesLeftOut: 0,
    safetyFilter: { only: 'all', search: '' },
    outbox,
    landed: [
      {
        id: 'l1',
        kind: 'voice',
        title: '祖母は足首を…',
        atMs: ago(48),
        sizeBytes: 320,
        delivery: delivery(['here', 48], ['server', 31], ['theirs', 20, { reached: { count: 14, of: 25 } }]),
      },
    ],
    storage: { usedBytes: 3_400_000, freeBytes: 1_900_000_000, isPersistent: false },
    entries: 1832,
    notices: [] as string[],
    canInstall: true,
    drafts: {} as Record<string, string>,
  };
}

/** The same page while a part of the list is looked at. */
export function narrowedState(nowMs: number) {
  return { ...sampleState(nowMs), safetyFilter: { only: 'silent6h', search: 'お' } };
}

/** The same person a minute after the name was entered: nobody else is here, nothing was ever sent. */
export function emptyState(nowMs: number) {
  const filled = sampleState(nowMs);
  return {
    ...filled,
    me: {
      ...filled.me,
      status: undefined,
      about: [],
      named: [],
      audience: { who: 'none', persons: [] as string[] },
    },
    syncLine: { reach: 'never', upToMs: undefined, unsent: 0, lifeOnly: false },
    voices: [],
    hasOlderVoices: false,
    safety: [],
    friends: [],
    spots: [],
    requests: [],
    blocked: [],
    sentRequests: [],
    outbox: [],
    landed: [],
  };
}

/** The same person on the worst day: the device is full, its clock is wrong, and something was not accepted. */
export function troubledState(nowMs: number) {
  const filled = sampleState(nowMs);
  const refused = {
    ...(filled.outbox[5] as (typeof filled.outbox)[number]),
    id: 'o9',
    reason: undefined,
    refused: 'not-permitted',
    text: '体育館の毛布が足りません。',
  };
  return {
    ...filled,
    syncLine: { ...filled.syncLine, reach: 'full', clockOffMs: -3 * hour },
    outbox: [...filled.outbox, refused],
    outboxBehind: { count: 9_900, onlyHere: 9_900, sizeBytes: 2_970_000 },
    notices: ['full', 'update', 'otherTabOld', 'keysGone', 'notSaved', 'quiet'],
    quiet: 'dead',
    storage: { usedBytes: 3_400_000, freeBytes: 12_000, isPersistent: false },
  };
}

const left = (nowMs: number, stage: string, waiting: number) => ({
  ...sampleState(nowMs),
  phase: 'left',
  left: { delivery: [{ stage, atMs: nowMs - 2 * minute }], waiting },
});

/** The same person after leaving: before the server has it, after that, and on the cleared phone. */
export const leftStates = {
  leaving: (nowMs: number) => left(nowMs, 'here', 7),
  left: (nowMs: number) => left(nowMs, 'server', 0),
  wiped: (nowMs: number) => ({ ...sampleState(nowMs), phase: 'left', left: { waiting: 0, isWiped: true } }),
};

/** While only life travels, and while that is lifted. */
export const dataStates = {
  lifeOnly: (nowMs: number) => saving(nowMs, false),
  lifted: (nowMs: number) => saving(nowMs, true),
};

function saving(nowMs: number, isLifted: boolean) {
  const filled = sampleState(nowMs);
  return {
    ...filled,
    syncLine: { ...filled.syncLine, reach: 'fresh', lifeOnly: !isLifted },
    dataUse: { chosen: 'lifeOnly', isLifted },
    quiet: 'on',
    outbox: filled.outbox.map((row, i) => ({ ...row, isLife: i < 3, reason: i < 3 ? 'behind' : 'lifeOnly' })),
  };
}
