import { expect, test } from 'vitest';
import { findInviteToken } from './friends.ts';

test('a token is found in a link with words around it, and nowhere else', () => {
  const token = 'AbCdEf0123456789AbCdEf';
  expect(findInviteToken(`「たより」でマイともに https://tayori.example/i/${token} どうぞ`)).toBe(token);
  expect(findInviteToken(`http://10.0.0.1:8787/i/${token}`)).toBe(token);
  expect(findInviteToken('https://tayori.example/safety')).toBeUndefined();
  expect(findInviteToken('WIFI:T:WPA;S:hinanjo;;')).toBeUndefined();
});
