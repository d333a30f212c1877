import { expect, test } from 'vitest';
import { appAround, wayOut } from './app-around.ts';

const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 8';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  [
    `${android}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36 Line/14.1.0`,
    'line',
  ],
  [`${iphone} Mobile/15E148 Safari Line/14.1.0`, 'line'],
  [`${iphone} Mobile/15E148 Instagram 320.0.0.0`, 'elsewhere'],
  [`${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.0]`, 'elsewhere'],
  [
    `${android}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36`,
    'android',
  ],
  [`${android}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36`, null],
  [`${iphone} Version/17.4 Mobile/15E148 Safari/604.1`, null],
  [`${iphone} CriOS/120.0.0.0 Mobile/15E148 Safari/604.1`, null],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', null],
])('%s is inside %s', (userAgent, around) => {
  expect(appAround(userAgent, false)).toBe(around);
});

test('an app on the home screen of an iPhone is no app of somebody else', () => {
  expect(appAround(`${iphone} Mobile/15E148`, true)).toBeNull();
  expect(appAround(`${iphone} Mobile/15E148`, false)).toBe('elsewhere');
});

test('the way out opens the same page in the browser', () => {
  expect(wayOut('line', 'https://tayori.test/i/abc')).toBe('https://tayori.test/i/abc?openExternalBrowser=1');
  expect(wayOut('android', 'https://tayori.test/i/abc')).toBe(
    'intent://tayori.test/i/abc#Intent;scheme=https;action=android.intent.action.VIEW;end',
  );
  expect(wayOut('elsewhere', 'https://tayori.test/i/abc')).toBeNull();
});
