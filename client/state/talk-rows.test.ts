import { expect, test } from 'vitest';
import type { ConversationLine, MessageView } from './conversations.ts';
import { arrivedAfter, firstUnread, sameLines, talkRows } from './talk-rows.ts';

const seto = { id: 'p2', name: '瀬戸 洋介', kana: 'せと ようすけ' };
const noon = new Date(2026, 9, 22, 12).getTime();
const hour = 3_600_000;

function message(id: string, more: Partial<MessageView> = {}): MessageView {
  return { kind: 'message', id, by: seto, isMine: false, atMs: noon, text: id, earlier: [], ...more };
}

const note: ConversationLine = {
  kind: 'note',
  id: 'n1',
  what: 'began',
  by: seto,
  isMine: false,
  persons: [],
  atMs: noon,
};

test('each day of the reader begins with a mark, and what is new with another', () => {
  const lines = [
    message('a', { atMs: noon - 24 * hour }),
    message('b', { atMs: noon - 13 * hour }),
    message('c'),
    note,
  ];
  const kinds = talkRows(lines, 'c').map(({ kind, id }) => (kind === 'message' ? id : kind));
  expect(kinds).toEqual(['day', 'a', 'b', 'day', 'new', 'c', 'note']);
  expect(talkRows(lines, undefined).map(({ kind }) => kind)).not.toContain('new');
});

test('two marks of one day have names of their own, as after a clock that was set back', () => {
  const rows = talkRows([message('a'), message('b', { atMs: noon - 30 * hour }), message('c')], undefined);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('unread are the newest of others, and no more than are here', () => {
  const lines = [message('a'), message('b', { isMine: true }), message('c'), note];
  expect(firstUnread(lines, 1)).toBe('c');
  expect(firstUnread(lines, 2)).toBe('a');
  expect(firstUnread(lines, 40)).toBe('a');
  expect(firstUnread(lines, 0)).toBeUndefined();
  expect(firstUnread([note], 3)).toBeUndefined();
});

test('what arrived is of others and behind the last line; older ones and own ones did not arrive', () => {
  const before = [message('b'), message('c')];
  const after = [message('a'), message('b'), message('c'), message('d', { isMine: true }), note, message('e')];
  expect(arrivedAfter(before, after).map(({ id }) => id)).toEqual(['e']);
  expect(arrivedAfter([], after)).toEqual([]);
});

test('lines that say the same stay the objects they were; what changed is new', () => {
  const before = [message('a', { earlier: ['x'] }), message('b'), note];
  const copy = structuredClone(before) as ConversationLine[];
  expect(sameLines(before, copy)).toBe(before);
  const [, , third] = copy;
  const after = sameLines(before, [
    message('0'),
    message('a', { earlier: ['x'] }),
    message('b', { text: 'B' }),
    third!,
  ]);
  expect(after[1]).toBe(before[0]);
  expect(after[2]).not.toBe(before[1]);
  expect(after[2]).toMatchObject({ text: 'B' });
  expect(after[3]).toBe(before[2]);
});

test('a file stays the one it was when something else of its message changes', () => {
  const blob = new Blob(['one']);
  const file = { kind: 'picture', bytes: 3, blob } as const;
  const before = [message('a', { file })];
  const again = { ...file, blob: new Blob(['one']) };
  expect(sameLines(before, [message('a', { file: again })])).toBe(before);
  const [changed] = sameLines(before, [message('a', { file: again, text: 'set right' })]);
  expect(changed).toMatchObject({ text: 'set right' });
  expect((changed as MessageView).file?.blob).toBe(blob);
});

test('a file that came since is shown', () => {
  const before = [message('a', { file: { kind: 'sound', bytes: 3 } })];
  const [line] = sameLines(before, [message('a', { file: { kind: 'sound', bytes: 3, blob: new Blob(['one']) } })]);
  expect(line).not.toBe(before[0]);
});
