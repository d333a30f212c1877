import { archiveKeyOf, recoveryKeyOf } from '../device/identity.ts';
import { encodeBody } from '../kinds/body.ts';
import { appendEntry, emptyHead } from '../log/append.ts';
import { archiveId, giveKey } from '../log/seal-key.ts';
import { sealBody, type HeaderStart } from '../log/sealed.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { encodeHeader } from '../protocol/header.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createNobleSealEngine, openNobleKey } from '../protocol/seal-noble.ts';
import { createSeededKeys } from './seeded-keys.ts';
import type { Vector } from './vector.ts';

const bytesOf = (byte: number, count: number) => new Uint8Array(count).fill(byte);
const keys = createSeededKeys((count) => bytesOf(9, count));
const engine = createNobleSealEngine((count) => bytesOf(8, count));
const hex = bytesToHex;

/** The vectors of recovery keys, given keys and sealed entries, always the same: nonces and keys for one use are fixed here, and nowhere else. */
export async function makeSealVectors(): Promise<readonly Vector[]> {
  const seed = bytesOf(1, 16);
  const recovery = await recoveryKeyOf(keys, seed);
  const archive = await archiveKeyOf(keys, seed);
  const secret = bytesOf(5, 32);
  const own = openNobleKey(secret);
  const device = hex(bytesOf(7, 16));
  const channel = toChannelId('self', hex(bytesOf(6, 16)));
  const key = bytesOf(4, 32);
  const recipients = await giveKey(engine, channel, key, [
    { id: device, publicKey: own.publicKey },
    { id: archiveId(archive.publicKey), publicKey: archive.publicKey },
  ]);
  const toDevice = { input: hex(recipients), channel, device, secret: hex(secret) };
  const header: HeaderStart = {
    channel,
    device,
    kind: 0xbf,
    number: 1,
    clockMs: 1_700_000_000_000,
    counter: 0,
    after: [],
  };
  const inner = encodeBody('setting', { key: 'name/00', value: '下の階の美咲さん' });
  const id = hex(bytesOf(3, 16));
  const body = await sealBody(engine, { id, key }, bytesOf(2, 12), header, 'setting', inner);
  const entry = appendEntry(
    device,
    emptyHead(channel, device, 2),
    { channel, kind: 0xbf, body },
    { ms: header.clockMs, counter: 0 },
  );
  const sealed = { header: hex(encodeHeader(entry)), input: hex(body), key: hex(key) };
  const moved = hex(encodeHeader({ ...entry, number: 2 }));
  return [
    {
      type: 'recovery',
      comment: 'the keys of sixteen bytes 01',
      input: hex(seed),
      verdict: 'valid',
      recoveryKey: hex(recovery.publicKey),
      archiveKey: hex(archive.publicKey),
      archiveId: archiveId(archive.publicKey),
    },
    { type: 'key', comment: 'given to a device and an archive', ...toDevice, verdict: 'valid', key: hex(key) },
    {
      type: 'key',
      comment: 'in another channel',
      ...toDevice,
      channel: toChannelId('self', hex(bytesOf(0, 16))),
      verdict: 'void',
    },
    {
      type: 'key',
      comment: 'asked for by who is not among them',
      ...toDevice,
      device: hex(bytesOf(0, 16)),
      verdict: 'void',
    },
    { type: 'sealed', comment: 'a setting', ...sealed, verdict: 'valid', inner: hex(inner) },
    { type: 'sealed', comment: 'the same body under another number', ...sealed, header: moved, verdict: 'void' },
    { type: 'sealed', comment: 'another key', ...sealed, key: hex(bytesOf(0, 32)), verdict: 'void' },
  ];
}
