import { expect, test } from 'vitest';
import { matchRoute, parentOf } from './routes.ts';

test('every address of the app names its screen', () => {
  expect(matchRoute('/').name).toBe('home');
  expect(matchRoute('/safety')).toEqual({ name: 'safety', id: '' });
  expect(matchRoute('/safety/0f3a')).toEqual({ name: 'person', id: '0f3a' });
  expect(matchRoute('/i/AbC-_x.9~')).toEqual({ name: 'invite', id: 'AbC-_x.9~' });
  expect(matchRoute('/@yuka_m')).toEqual({ name: 'handle', id: 'yuka_m' });
  expect(matchRoute('/safety/0f3a/say')).toEqual({ name: 'about', id: '0f3a' });
  expect(matchRoute('/me/audience').name).toBe('audience');
  expect(matchRoute('/me/leave').name).toBe('leave');
  expect(matchRoute('/status/share').name).toBe('share');
  expect(matchRoute('/voice/aa')).toEqual({ name: 'voice', id: 'aa' });
  expect(['/me/words', '/restore'].map((path) => matchRoute(path).name)).toEqual(['words', 'restore']);
  expect(['/check-in', '/where'].map((path) => matchRoute(path).name)).toEqual(['checkIn', 'where']);
  expect(matchRoute('/messages')).toEqual({ name: 'messages', id: '' });
  expect(matchRoute('/messages/new')).toEqual({ name: 'newMessage', id: '' });
  expect(matchRoute('/messages/new/0f3a')).toEqual({ name: 'newMessage', id: '0f3a' });
  expect(matchRoute('/messages/c0de')).toEqual({ name: 'conversation', id: 'c0de' });
  expect(matchRoute('/messages/c0de/members')).toEqual({ name: 'members', id: 'c0de' });
});

test('a slash at the end changes nothing', () => {
  expect(matchRoute('/outbox/').name).toBe('outbox');
});

test('an address that no screen has is lost, not home', () => {
  for (const path of [
    '/messages/a/b',
    '/messages/new/a/members',
    '/safety/a/b',
    '/i/',
    '/@',
    '/@ab',
    '/@yu-ka',
    '/voice/<b>',
  ])
    expect(matchRoute(path).name).toBe('lost');
});

test('back without history leads to the screen above', () => {
  expect(parentOf('person')).toBe('/safety');
  expect(parentOf('where')).toBe('/safety');
  expect(parentOf('audience')).toBe('/me');
  expect(parentOf('leave')).toBe('/me');
  expect(parentOf('words')).toBe('/me');
  expect(['add', 'handle'].map((name) => parentOf(name as 'add'))).toEqual(['/friends', '/friends']);
  expect(['newMessage', 'conversation', 'members'].map((name) => parentOf(name as 'members'))).toEqual(
    Array.from({ length: 3 }, () => '/messages'),
  );
  expect(parentOf('outbox')).toBe('/');
});
