import { encodeBody } from '../kinds/body.ts';
import { encodeKeyList } from '../log/list-keys.ts';
import { goneRecipient } from '../log/seal-key.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { toChannelId } from '../protocol/ids.ts';
import { sealHandover } from '../protocol/handover.ts';
import { encodeJoinCode } from '../protocol/join-code.ts';
import { createNobleSealEngine, openNobleKey } from '../protocol/seal-noble.ts';
import type { Vector } from './vector.ts';

const bytesOf = (byte: number, count: number) => new Uint8Array(count).fill(byte);
const hex = bytesToHex;

/** The vectors of adding a device: what it shows, what it is handed, and the keys that it is passed. The key for one use is fixed here, and nowhere else. */
export async function makeJoinVectors(): Promise<readonly Vector[]> {
  const secret = bytesOf(5, 32);
  const { publicKey } = openNobleKey(secret);
  const id = bytesOf(9, 16);
  const code = {
    signingKey: bytesOf(1, 32),
    sealingKey: publicKey,
    class: 'browser',
    name: '居間',
    handover: id,
  } as const;
  const text = encodeJoinCode(code);
  const certificate = bytesOf(7, 300);
  const engine = createNobleSealEngine((count) => bytesOf(8, count));
  const sealed = await sealHandover(engine, publicKey, id, { certificate, name: '由佳', rotations: [] });
  const handed = { input: hex(sealed ?? new Uint8Array()), secret: hex(secret) };
  const listed = { id: hex(bytesOf(1, 16)), channel: toChannelId('self', hex(bytesOf(2, 16))), key: bytesOf(3, 32) };
  const keys = encodeBody('keys', { keys: encodeKeyList([listed]) });
  return [
    {
      type: 'join',
      comment: 'a browser',
      input: text,
      verdict: 'valid',
      signingKey: hex(code.signingKey),
      sealingKey: hex(publicKey),
      name: code.name,
      handover: hex(id),
    },
    { type: 'join', comment: 'cut off', input: text.slice(0, -8), verdict: 'broken' },
    {
      type: 'handover',
      comment: 'a certificate and a name',
      ...handed,
      id: hex(id),
      verdict: 'valid',
      certificate: hex(certificate),
      name: '由佳',
    },
    { type: 'handover', comment: 'under another id', ...handed, id: hex(bytesOf(0, 16)), verdict: 'void' },
    {
      type: 'handover',
      comment: 'cut short',
      ...handed,
      input: handed.input.slice(0, -2),
      id: hex(id),
      verdict: 'void',
    },
    { type: 'keys', comment: 'one key', input: hex(keys), verdict: 'valid', key: hex(listed.key), id: listed.id },
    {
      type: 'gone',
      comment: 'who stands for a device that was cut off',
      input: hex(bytesOf(4, 16)),
      verdict: 'valid',
      id: goneRecipient(hex(bytesOf(4, 16))).id,
    },
  ];
}
