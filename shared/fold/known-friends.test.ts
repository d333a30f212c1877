import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { knownFriends } from './known-friends.ts';

const [yuka, koichi, shinji] = ['0a', '0b', '0c'].map((byte) => byte.repeat(16)) as [string, string, string];

const noneEnded = () => false;

function friendsWith(words: Readonly<Record<string, 'add' | 'remove'>>, both: readonly string[] = []) {
  return { friendsOf: () => both, wordOf: (author: string, person: string) => words[`${author}/${person}`] ?? null };
}

it('counts the inviter whose feed the server opened after one’s own word', () => {
  const friends = friendsWith({ [`${yuka}/${koichi}`]: 'add' });
  expect(knownFriends(yuka, [], friends, noneEnded)).toEqual([]);
  expect(knownFriends(yuka, [toChannelId('feed', koichi), toChannelId('life', koichi)], friends, noneEnded)).toEqual([
    koichi,
  ]);
});

it('counts nobody by the server’s word alone, nor after one’s own word to end it', () => {
  const opened = [toChannelId('feed', koichi), toChannelId('feed', shinji), toChannelId('feed', yuka)];
  expect(knownFriends(yuka, opened, friendsWith({ [`${yuka}/${koichi}`]: 'remove' }), noneEnded)).toEqual([]);
});

it('names everyone once', () => {
  const friends = friendsWith({ [`${yuka}/${koichi}`]: 'add' }, [shinji, koichi]);
  expect(knownFriends(yuka, [toChannelId('feed', koichi)], friends, noneEnded)).toEqual([koichi, shinji]);
});

it('counts nobody who ended, whatever the server opened before', () => {
  const friends = friendsWith({ [`${yuka}/${koichi}`]: 'add' }, [shinji]);
  const opened = [toChannelId('feed', koichi)];
  expect(knownFriends(yuka, opened, friends, (person) => person === koichi)).toEqual([shinji]);
});

it('takes nobody for a friend whose card alone was opened, as to whoever asks', () => {
  const opened = [toChannelId('card', koichi), toChannelId('conv', koichi)];
  const friends = friendsWith({ [`${yuka}/${koichi}`]: 'add' });
  expect(knownFriends(yuka, opened, friends, noneEnded)).toEqual([]);
});
