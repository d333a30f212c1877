import { expect, test } from 'vitest';
import { isInnerAddress, isPushEndpoint, lookUpOutside } from './push-endpoint.ts';

test('the push services of browsers are taken', () => {
  for (const address of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://web.push.apple.com/QGk-abc',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAA%3d',
  ])
    expect(isPushEndpoint(address), address).toBe(true);
});

test('nothing that leads elsewhere is taken: no other scheme, port, number, user or name of a network at home', () => {
  for (const address of [
    '',
    'push',
    'http://push.example.com/a',
    'ftp://push.example.com/a',
    'https://push.example.com:8443/a',
    'https://user@push.example.com/a',
    'https://127.0.0.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://10.0.0.1/a',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/a',
    'https://[fd00::1]/a',
    'https://localhost/a',
    'https://printer.local/a',
    'https://db.internal/a',
    'http://127.0.0.1:8787/health',
    `https://push.example.com/${'a'.repeat(1000)}`,
  ])
    expect(isPushEndpoint(address), address).toBe(false);
  expect(isPushEndpoint('http://127.0.0.1:8787/a', true)).toBe(true);
  expect(isPushEndpoint('http://127.0.0.2:8787/a', true)).toBe(false);
});

test('addresses inside are told from those outside', () => {
  const innerOnes = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.1.1', '100.64.0.1', '0.0.0.0'];
  for (const address of [...innerOnes, '::1', '::', 'fe80::1', 'fc00::1', '::ffff:10.0.0.1', 'not an address'])
    expect(isInnerAddress(address), address).toBe(true);
  for (const address of ['93.184.215.14', '2606:2800:21f::1', '::ffff:93.184.215.14'])
    expect(isInnerAddress(address), address).toBe(false);
});

test('a name that leads inside is not asked', async () => {
  for (const all of [true, false]) {
    const code = await new Promise((resolve) => lookUpOutside('localhost', { all }, (error) => resolve(error?.code)));
    expect(code).toBe('EINNER');
  }
});
