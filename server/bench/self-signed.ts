import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** A key and a certificate for it, as PEM. */
export type SelfSigned = { readonly key: string; readonly cert: string };

const sequence = 0x30;
const set = 0x31;
const integer = 0x02;
const bitString = 0x03;
const utf8String = 0x0c;
const utcTime = 0x17;
const version3 = 0xa0;
// OBJECT IDENTIFIER, whole.
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');
const commonName = Buffer.from('0603550403', 'hex');

/** A fresh P-256 key and a certificate for 127.0.0.1 that it signed itself (X.509 v3 without extensions, RFC 5280 §4.1), so that a browser speaks HTTP/2. */
export function makeSelfSigned(): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(sequence, ecdsaWithSha256);
  const name = der(sequence, der(set, der(sequence, commonName, der(utf8String, Buffer.from('127.0.0.1')))));
  const validity = der(
    sequence,
    der(utcTime, Buffer.from('200101000000Z')),
    der(utcTime, Buffer.from('491231235959Z')),
  );
  // The first bit is no sign.
  const serial = Buffer.concat([Buffer.of(1), randomBytes(8)]);
  const body = der(
    sequence,
    der(version3, der(integer, Buffer.of(2))),
    der(integer, serial),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const whole = der(sequence, body, algorithm, der(bitString, Buffer.concat([Buffer.of(0), signature])));
  const lines = whole.toString('base64').replace(/.{64}(?!$)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}
