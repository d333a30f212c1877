import { expect, it } from 'vitest';
import { arrivalBetween } from './arrivals.ts';
import type { ConversationRow, MessagesView } from './conversations.ts';
import type { RequestView, SafetyRow, StatusView, VoiceView } from './model.ts';
import { countUnread } from './unread.ts';

const person = { id: 'p1', name: '畠山 絹絵', kana: '' };
const status = (condition: StatusView['condition'], atMs: number, more = {}) =>
  ({
    condition,
    whereabouts: 'notSaid',
    rung: 'self',
    atMs,
    validUntilMs: 9e12,
    needs: [],
    beside: [],
    ...more,
  }) as const;
const row = (said: StatusView | undefined, worse?: StatusView) => ({ person, status: said, worse }) as SafetyRow;
const voice = (id: string, receivedMs: number | undefined, isMine = false) => ({ id, isMine, receivedMs }) as VoiceView;
const nothing = { safety: [row(undefined)], requests: [], voices: [voice('v1', 100)], messages: undefined };

it('a new word of trouble is life, a call for rescue more, and a word of being safe nothing', () => {
  const said = (one: StatusView) => arrivalBetween(nothing, { ...nothing, safety: [row(one)] });
  expect(said(status('injured', 5))).toBe('life');
  expect(said(status('needsRescue', 5))).toBe('rescue');
  expect(said(status('safe', 5))).toBeUndefined();
  expect(said(status('injured', 5, { isMine: true }))).toBeUndefined();
  const worse = { ...nothing, safety: [row(status('safe', 5), status('needsHelp', 6))] };
  expect(arrivalBetween(nothing, worse)).toBe('life');
});

it('the same word shown again is no news, and a person who came with trouble is', () => {
  const before = { ...nothing, safety: [row(status('injured', 5))] };
  expect(arrivalBetween(before, { ...before, safety: [row(status('injured', 5))] })).toBeUndefined();
  expect(arrivalBetween(before, { ...before, safety: [row(status('injured', 7))] })).toBe('life');
  expect(arrivalBetween({ ...nothing, safety: [] }, before)).toBe('life');
});

it('a question how I am is life, once each time that it is asked', () => {
  const askedAt = (askedMeMs: number | undefined) => ({ ...nothing, safety: [{ ...row(undefined), askedMeMs }] });
  expect(arrivalBetween(nothing, askedAt(5))).toBe('life');
  expect(arrivalBetween(askedAt(5), askedAt(5))).toBeUndefined();
  expect(arrivalBetween(askedAt(5), askedAt(9))).toBe('life');
  expect(arrivalBetween(askedAt(5), nothing)).toBeUndefined();
});

it('a request is life; voices of others are heard, own ones and older pages are not', () => {
  const request: RequestView = { person, atMs: 1 };
  expect(arrivalBetween(nothing, { ...nothing, requests: [request] })).toBe('life');
  expect(arrivalBetween({ ...nothing, requests: [request] }, { ...nothing, requests: [] })).toBeUndefined();
  const heard = (one: VoiceView) => arrivalBetween(nothing, { ...nothing, voices: [one, ...nothing.voices] });
  expect(heard(voice('v2', 101))).toBe('voice');
  expect(heard(voice('v2', undefined, true))).toBeUndefined();
  expect(heard(voice('v0', 90))).toBeUndefined();
});

const talk = (id: string, unread: number, isMuted = false) => ({ id, unread, isMuted }) as ConversationRow;
const talks = (conversations: readonly ConversationRow[], requests: readonly ConversationRow[] = []) =>
  ({ conversations, requests, open: undefined, found: undefined, tellsRead: true }) satisfies MessagesView;

it('a message is heard when more is unread, in a new conversation too, and never in one that is mute', () => {
  const heard = (before: MessagesView | undefined, after: MessagesView) =>
    arrivalBetween({ ...nothing, messages: before }, { ...nothing, messages: after });
  expect(heard(talks([talk('c1', 0)]), talks([talk('c1', 1)]))).toBe('message');
  expect(heard(talks([]), talks([talk('c2', 1)]))).toBe('message');
  expect(heard(talks([talk('c1', 2)]), talks([talk('c1', 0)]))).toBeUndefined();
  expect(heard(talks([talk('c1', 0, true)]), talks([talk('c1', 3, true)]))).toBeUndefined();
  expect(heard(undefined, talks([talk('c1', 4)])), 'what was there before').toBeUndefined();
  expect(heard(talks([]), talks([], [talk('r1', 1)])), 'a stranger').toBeUndefined();
  expect(heard(talks([], [talk('r1', 1)]), talks([talk('r1', 1)])), 'one that was taken up').toBeUndefined();
});

it('unread messages are counted but in mute conversations', () => {
  expect(countUnread(undefined)).toBe(0);
  expect(countUnread(talks([talk('c1', 2), talk('c2', 5, true), talk('c3', 1)], [talk('r1', 9)]))).toBe(3);
});
