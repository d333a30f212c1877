import { sampleState } from './sample-state.ts';

// Conversations of the same invented person, on the same day. Times are minutes before `now`.

const minute = 60_000;
const day = 24 * 60;

type Person = { readonly id: string; readonly name: string; readonly kana: string };
type Mark = readonly [stage: string, minutesAgo: number, more?: Record<string, unknown>];
type More = Record<string, unknown>;

const seto: Person = { id: 'p2', name: '瀬戸 洋介', kana: 'せと ようすけ' };
const niwa: Person = { id: 'p5', name: '丹羽 早英', kana: 'にわ さえ' };
const nishizawa: Person = { id: 'p6', name: '西沢 祥吾', kana: 'にしざわ しょうご' };
const okamoto: Person = { id: 'p7', name: '岡本 寿子', kana: 'おかもと ひさこ' };
const stranger: Person = { id: 'pz', name: '鶴見 亜紀', kana: 'つるみ あき' };

function writer(nowMs: number) {
  const ago = (minutes: number) => nowMs - minutes * minute;
  const { me } = sampleState(nowMs);
  const said = (by: Person, minutes: number, text: string) => ({
    by,
    isMine: by.id === me.id,
    text,
    atMs: ago(minutes),
  });
  const message = (id: string, by: Person, minutes: number, text: string, more: More = {}) => ({
    kind: 'message',
    id,
    ...said(by, minutes, text),
    earlier: [] as string[],
    ...more,
  });
  const mine = (id: string, minutes: number, text: string, ...marks: Mark[]) =>
    message(id, me, minutes, text, {
      delivery: ([['here', minutes], ...marks] as Mark[]).map(([stage, at, more]) => ({
        stage,
        atMs: ago(at),
        ...more,
      })),
    });
  const note = (
    id: string,
    what: string,
    by: Person,
    minutes: number,
    persons: readonly Person[] = [],
    title = '',
  ) => ({
    kind: 'note',
    id,
    what,
    by,
    isMine: by.id === me.id,
    persons,
    title,
    atMs: ago(minutes),
  });
  const row = (id: string, kind: string, others: readonly Person[], more: More = {}) => ({
    id,
    kind,
    title: '',
    others,
    last: undefined,
    unread: 0,
    isMuted: false,
    isOver: false,
    ...more,
  });
  const has = (person: Person, minutes: number) => ({ id: person.id, name: person.name, atMs: ago(minutes) });
  return { me: me as Person, said, message, mine, note, row, has };
}

/** The list with what came, what is silent and what is over, and two strangers at the door. */
function talks(nowMs: number) {
  const { me, row, said } = writer(nowMs);
  const conversations = [
    row('c1', 'pair', [seto], { last: said(me, 4, 'こちらは水が出ました。そちらはどうですか。') }),
    row('c2', 'group', [niwa, nishizawa, okamoto], {
      title: '町野小 当番',
      unread: 3,
      last: said(nishizawa, 9, '明日の朝の水くみは、7時に正門の前でお願いします。バケツは二つあります。'),
    }),
    row('c3', 'pair', [niwa], { unread: 1, last: { ...said(niwa, 40, ''), file: 'sound' } }),
    row('c4', 'group', [seto, niwa, nishizawa, okamoto], {
      isMuted: true,
      last: { ...said(okamoto, 400, ''), file: 'picture' },
    }),
    row('c5', 'group', [nishizawa], {
      title: '井戸水',
      isOver: true,
      last: { ...said(nishizawa, 3 * day, ''), isWithdrawn: true },
    }),
  ];
  const requests = [
    row('r1', 'pair', [stranger], { by: stranger, unread: 1, last: said(stranger, 70, '日本語教室の鶴見です。') }),
    row('r2', 'group', [stranger, seto], { by: stranger, title: '輪島の朝市' }),
  ];
  return {
    ...sampleState(nowMs),
    messages: {
      conversations,
      requests,
      open: undefined as unknown,
      found: undefined as unknown,
      tellsRead: true,
    },
  };
}

function opened(nowMs: number, open: More) {
  const state = talks(nowMs);
  const view = { isRequest: false, lines: [], hasOlder: false, isPartial: false, unreachable: [], devices: 4, ...open };
  return { ...state, messages: { ...state.messages, open: view } };
}

/** A pair, with every state that an own message may have, and each thing that a message may bring. */
function pair(nowMs: number) {
  const { me, message, mine, note, row, said } = writer(nowMs);
  const asked = '保健師さんに伝えます。薬の名前を書いてください。';
  return opened(nowMs, {
    ...row('c1', 'pair', [seto]),
    isPartial: true,
    unreachable: [seto],
    lines: [
      note('n1', 'began', seto, 2 * day),
      message('m0', seto, day + 60, 'おはようございます。\nそちらの家は無事でしたか。'),
      note('n2', 'newDevice', seto, 190),
      note('n3', 'cutDevice', me, 189),
      note('n4', 'restored', seto, 188),
      message('m1', seto, 187, '家は立っています。父が歩けなくて、薬があと 2日分しかありません。'),
      mine('m2', 180, asked, ['server', 179], ['theirs', 178], ['read', 177]),
      message('m3', seto, 174, 'ワルファリン 1mg、朝だけです。', { answers: { id: 'm2', ...said(me, 180, asked) } }),
      message('m4', seto, 170, '', { isWithdrawn: true }),
      {
        ...mine('m5', 160, '伝えました。16時ごろ三崎の公民館に届くそうです。', ['server', 159], ['theirs', 80]),
        earlier: ['伝えました。15時ごろ三崎の公民館に届くそうです。'],
      },
      message('m6', seto, 150, '', { file: { kind: 'sound', bytes: 41_200, durationMs: 24_000 } }),
      message('m7', seto, 149, '屋根のようすです。', { file: { kind: 'picture', bytes: 58_000, isLeftOut: true } }),
      message('m8', seto, 120, 'ここにいます。', {
        place: { level: 'listed', municipality: 17_205, name: '珠洲市 三崎公民館' },
        clamped: true,
      }),
      mine('m9', 101, '車いすは 17時の便で行きます。', ['server', 101]),
      mine('m9b', 90, '着いたら、受付で聞いてください。', ['server', 89], ['shared', 85]),
      mine('ma', 68, '運ぶのは丹羽さんです。', ['hub', 68, { place: '町野小' }]),
      mine('mb', 66, '受けとったら、ひとこと書いてください。', ['carried', 66]),
      message('mc', me, 30, '屋根の写真を送ります。', { refused: 'too-large' }),
      mine('md', 4, 'こちらは水が出ました。そちらはどうですか。'),
    ],
  });
}

/** A pair in which only the other has said something. */
function begun(nowMs: number) {
  const { message, row } = writer(nowMs);
  return opened(nowMs, { ...row('c3', 'pair', [niwa]), lines: [message('b1', niwa, 40, '着きました。')] });
}

/** A group with three new messages and who has what. */
function group(nowMs: number) {
  const { me, message, mine, note, row, has } = writer(nowMs);
  const theirs = { reached: { count: 3, of: 3 }, persons: [has(niwa, 110), has(okamoto, 90), has(nishizawa, 60)] };
  const read = { reached: { count: 2, of: 3 }, persons: [has(niwa, 100), has(okamoto, 50)] };
  const one = { reached: { count: 1, of: 3 }, persons: [has(niwa, 48)] };
  return opened(nowMs, {
    ...row('c2', 'group', [niwa, nishizawa, okamoto], { title: '町野小 当番', unread: 3 }),
    hasOlder: true,
    devices: 7,
    lines: [
      note('n1', 'began', me, 300),
      note('n2', 'added', me, 299, [niwa, nishizawa]),
      note('n3', 'named', niwa, 290, [], '町野小 当番'),
      note('n4', 'added', niwa, 200, [okamoto]),
      mine('g1', 120, '今夜の見回りは 21時からです。', ['server', 119], ['theirs', 60, theirs], ['read', 50, read]),
      mine('g2', 50, '懐中電灯は理科室にあります。', ['server', 49], ['theirs', 48, one]),
      message('g3', niwa, 20, '行けます。'),
      message('g4', okamoto, 12, '私は 22時からなら大丈夫です。\nそれまで受付にいます。'),
      message('g5', nishizawa, 9, '明日の朝の水くみは、7時に正門の前でお願いします。バケツは二つあります。'),
    ],
  });
}

/** Somebody who is no friend has written. */
function request(nowMs: number) {
  const { message, row } = writer(nowMs);
  const words = '日本語教室の鶴見です。フオンさんの電話番号をご存じでしたら教えてください。';
  return opened(nowMs, {
    ...row('r1', 'pair', [stranger], { by: stranger, unread: 1 }),
    isRequest: true,
    lines: [message('q1', stranger, 70, words)],
  });
}

/** A group that I am not in any more. */
function over(nowMs: number) {
  const { me, message, note, row } = writer(nowMs);
  return opened(nowMs, {
    ...row('c5', 'group', [nishizawa], { title: '井戸水', isOver: true }),
    lines: [
      message('w1', nishizawa, 4 * day, '井戸は 18時に閉めます。'),
      note('n9', 'removed', nishizawa, 3 * day, [me]),
    ],
  });
}

/** What a search found. */
function search(nowMs: number) {
  const { me, said } = writer(nowMs);
  const state = talks(nowMs);
  const words = '明日の朝の水くみは、7時に正門の前でお願いします。';
  const messages = [
    {
      conversationId: 'c2',
      title: '町野小 当番',
      others: [niwa, nishizawa, okamoto],
      message: { id: 'g5', ...said(nishizawa, 9, words) },
    },
    {
      conversationId: 'c1',
      title: '',
      others: [seto],
      message: { id: 'md', ...said(me, 4, 'こちらは水が出ました。そちらはどうですか。') },
    },
  ];
  return { ...state, messages: { ...state.messages, found: { words: '水', messages } } };
}

function notFound(nowMs: number) {
  const state = talks(nowMs);
  return { ...state, messages: { ...state.messages, found: { words: '発電機', messages: [] } } };
}

/** Nobody has written yet. */
function noTalks(nowMs: number) {
  const state = talks(nowMs);
  return { ...state, messages: { ...state.messages, conversations: [], requests: [] } };
}

/** So many messages with somebody, of which the newest are of somebody else. */
export function longTalk(nowMs: number, from: number, to: number) {
  const { message, mine, row } = writer(nowMs);
  const lines = Array.from({ length: to - from }, (_, at) => {
    const i = from + at;
    const text = `便り${i}番。${'井戸水は使えます。'.repeat(1 + (i % 5))}`;
    const minutes = 2 * (3_000 - i);
    return i % 3 === 0 ? mine(`t${i}`, minutes, text, ['server', minutes]) : message(`t${i}`, seto, minutes, text);
  });
  return opened(nowMs, { ...row('c1', 'pair', [seto]), hasOlder: from > 0, lines });
}

export const messageStates = { talks, noTalks, begun, pair, group, request, over, search, notFound };
