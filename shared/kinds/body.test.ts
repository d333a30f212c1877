import { expect, it } from 'vitest';
import { bytesToHex } from '../protocol/bytes.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { toChannelId } from '../protocol/ids.ts';
import { laneOfKind, maxBodyBytes } from '../protocol/parameters.ts';
import { decodeBody, encodeBody } from './body.ts';
import { kinds, needsSalt, type BodyOf, type KindName } from './kinds.ts';

const id = '00112233445566778899aabbccddeeff';
const salt = new Uint8Array(8).fill(1);
const feed = toChannelId('feed', id);
const life = toChannelId('life', id);

const voice = (fields: BodyOf<'voice'>) => decodeBody(0x80, feed, encodeBody('voice', fields));

it('every kind of lane 0 but statements, and check-ins, begin with salt', () => {
  const statements: KindName[] = ['person.rotate', 'device.cert', 'device.revoke', 'sealed.life'];
  for (const [name, { number, channels }] of Object.entries(kinds) as [KindName, (typeof kinds)[KindName]][]) {
    // What stands sealed alone leaves no hash by which it could be guessed.
    if (channels.length === 0) continue;
    const isLife = laneOfKind(number) === 0 && !statements.includes(name);
    expect(needsSalt(name), name).toBe(isLife || name === 'checkin');
  }
});

it('a status is read as it was written, its salt first on the wire', () => {
  const fields: BodyOf<'status'> = {
    salt,
    condition: 'needsRescue',
    whereabouts: 'shelter',
    beside: [{ name: '犬のハナ' }, { person: id }, { animals: 2 }],
    needs: [1, 200],
    place: { level: 'coarse', latE5: 3_739_000, lonE5: 13_690_000 },
    text: '体育館の二階です。',
    replaces: [id],
    validSeconds: 3600,
  };
  const bytes = encodeBody('status', fields);
  expect(bytesToHex(bytes.subarray(1, 11))).toBe(`0048${'01'.repeat(8)}`);
  expect(decodeBody(0x0a, life, bytes)).toEqual({ ok: true, value: { kind: 'status', ...fields } });
});

it('limits count code points, or bytes where the specification says bytes', () => {
  const name = (text: string) =>
    decodeBody(0x05, toChannelId('card', id), encodeBody('card.set', { salt, name: text })).ok;
  expect([name('𠮷'.repeat(40)), name('𠮷'.repeat(41)), name('')]).toEqual([true, false, false]);
  expect([voice({ text: 'あ'.repeat(1365) }).ok, voice({ text: 'あ'.repeat(1366) }).ok]).toEqual([true, false]);
});

it('a missing or wrong field is named, one of a later version is passed over', () => {
  const body = (map: ReadonlyMap<number, string | number>) => decodeBody(0x80, feed, encodeCbor(map));
  expect(body(new Map([[6, 1]]))).toEqual({ ok: false, error: { code: 'bad-body', detail: 'text' } });
  expect(
    body(
      new Map<number, string | number>([
        [1, 'x'],
        [6, 0],
      ]),
    ),
  ).toEqual({ ok: false, error: { code: 'bad-body', detail: 'mood' } });
  expect(
    body(
      new Map<number, string | number>([
        [1, 'x'],
        [99, 1],
      ]),
    ),
  ).toEqual({ ok: true, value: { kind: 'voice', text: 'x' } });
});

it('a kind in a channel where it may not stand is void, an unknown kind or channel is kept', () => {
  const bytes = encodeBody('voice', { text: 'x' });
  expect(decodeBody(0x80, life, bytes).ok).toBe(false);
  expect(decodeBody(0x9f, feed, Uint8Array.of(0xff))).toEqual({ ok: true, value: null });
  expect(decodeBody(0x80, `77${'00'.repeat(17)}`, bytes).ok).toBe(true);
});

it('a body longer than its lane allows is void', () => {
  const long = encodeCbor(new Map([[1, 'x'.repeat(maxBodyBytes[2] as number)]]));
  expect(decodeCbor(long).ok).toBe(true);
  expect(decodeBody(0x80, feed, long)).toEqual({ ok: false, error: { code: 'bad-body', detail: 'too long' } });
});
