import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, encodeUtf8 } from './bytes.ts';
import type { SignVector } from './sign-vectors.ts';

const { Point } = ed25519;
type EdPoint = typeof Point.BASE;

const order = Point.Fn.ORDER;
const prime = Point.Fp.ORDER;
const secret = 0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdn;
const nonce = 0xfedcba0987654321fedcba0987654321fedcba0987654321fedcba09876543n;
const key = Point.BASE.multiply(secret);
const signPoint = Point.BASE.multiply(nonce);

/**
 * Test support: signatures that some verifier in the world accepts and the rule of `createVerifier` refuses, made with noble's points. `cofactored` and
 * `cofactorless` in a name say which equation holds. A few sound signatures are among them, so that refusing all would not pass.
 */
export function makeSignAdversaries(): SignVector[] {
  return [
    ...makeSound(),
    ...makeSmallOrderKeys(),
    ...makeSmallOrderR(),
    ...makeMixedOrder(),
    ...makeLargeScalars(),
    ...makeNoPoints(),
    ...makeWrongLengths(),
  ];
}

/** The eight points of small order: multiples of one of order eight. */
function smallOrderPoints(): EdPoint[] {
  const generator = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const points = [Point.ZERO];
  for (let i = 1; i < 8; i++) points.push((points[i - 1] as EdPoint).add(generator));
  return points;
}

/** Their encodings, and those that only a lenient reader takes: y at or above the prime, or a sign bit where x is 0. */
function smallOrderEncodings(): { name: string; bytes: Uint8Array; point: EdPoint }[] {
  const canonical = smallOrderPoints().map((point, i) => ({ name: `canonical ${i}`, bytes: point.toBytes(), point }));
  const lenient: [string, bigint, boolean][] = [
    ['y = p', prime, false],
    ['y = p, sign', prime, true],
    ['y = p + 1', prime + 1n, false],
    ['y = p + 1, sign', prime + 1n, true],
    ['y = 1, sign', 1n, true],
    ['y = p - 1, sign', prime - 1n, true],
  ];
  return [
    ...canonical,
    ...lenient.map(([name, y, sign]) => ({
      name,
      bytes: encodeY(y, sign),
      point: Point.fromBytes(encodeY(y, sign), true),
    })),
  ];
}

function makeSound(): SignVector[] {
  const messages = ['', 'a', '無事です'].map((text) => encodeUtf8(text));
  return messages.map((message, i) => {
    const encodedR = signPoint.toBytes();
    return vector(
      `sound ${i}`,
      key.toBytes(),
      message,
      encodedR,
      nonce + hash(encodedR, key.toBytes(), message) * secret,
      true,
    );
  });
}

/** A of small order: whoever finds k divisible by eight needs no key at all. */
function makeSmallOrderKeys(): SignVector[] {
  return smallOrderEncodings().flatMap(({ name, bytes }) => [
    vector(
      `small A ${name}, cofactorless`,
      bytes,
      findMessage(signPoint.toBytes(), bytes, 0n),
      signPoint.toBytes(),
      nonce,
    ),
    vector(
      `small A ${name}, cofactored`,
      bytes,
      findMessage(signPoint.toBytes(), bytes, 1n),
      signPoint.toBytes(),
      nonce,
    ),
  ]);
}

/** R of small order with S = k a: holds with cofactor for all, and without it for the neutral element. */
function makeSmallOrderR(): SignVector[] {
  const message = encodeUtf8('small R');
  return smallOrderEncodings().map(({ name, bytes }) =>
    vector(`small R ${name}, cofactored`, key.toBytes(), message, bytes, hash(bytes, key.toBytes(), message) * secret),
  );
}

/** A or R with a part of small order: the two equations part ways. */
function makeMixedOrder(): SignVector[] {
  return smallOrderPoints().flatMap((torsion, i) => {
    if (i === 0) return [];
    const mixedKey = key.add(torsion).toBytes();
    const mixedR = signPoint.add(torsion).toBytes();
    const sign = (encodedR: Uint8Array, publicKey: Uint8Array, message: Uint8Array) =>
      nonce + hash(encodedR, publicKey, message) * secret;
    const plainR = signPoint.toBytes();
    const agreeing = findMessage(plainR, mixedKey, 0n);
    const parting = findMessage(plainR, mixedKey, 1n);
    // -k T = T once k is 7 modulo 8: the parts of small order in A and R cancel.
    const cancelling = findMessage(mixedR, mixedKey, 7n);
    const message = encodeUtf8('mixed R');
    return [
      vector(`mixed A ${i}, both equations`, mixedKey, agreeing, plainR, sign(plainR, mixedKey, agreeing)),
      vector(`mixed A ${i}, cofactored`, mixedKey, parting, plainR, sign(plainR, mixedKey, parting)),
      vector(`mixed A and R ${i}, both equations`, mixedKey, cancelling, mixedR, sign(mixedR, mixedKey, cancelling)),
      vector(`mixed R ${i}, cofactored`, key.toBytes(), message, mixedR, sign(mixedR, key.toBytes(), message)),
    ];
  });
}

/** The same S written as S + n L: a second signature made without the key. */
function makeLargeScalars(): SignVector[] {
  const message = encodeUtf8('large S');
  const encodedR = signPoint.toBytes();
  const s = (nonce + hash(encodedR, key.toBytes(), message) * secret) % order;
  const written = (name: string, scalar: bigint) => ({
    ...vector(name, key.toBytes(), message, encodedR, 0n),
    signature: bytesToHex(concatBytes(encodedR, encodeNumber(scalar))),
  });
  return [
    written('S = 0', 0n),
    written('S = L', order),
    written('S = 2^256 - 1', 2n ** 256n - 1n),
    written('S with bit 255', s + 2n ** 255n),
    ...[1n, 2n, 7n, 14n].map((n) => written(`S + ${n} L`, s + n * order)),
  ];
}

/** A or R that is no point, or one at y >= p that is not of small order. */
function makeNoPoints(): SignVector[] {
  const message = encodeUtf8('no point');
  const ys = [2n, 7n, prime + 3n, prime + 4n, prime + 5n, prime + 6n, prime + 18n];
  return ys.flatMap((y) => {
    const bytes = encodeY(y, false);
    return [
      vector(`A at y = ${y}`, bytes, message, signPoint.toBytes(), nonce),
      vector(`R at y = ${y}`, key.toBytes(), message, bytes, hash(bytes, key.toBytes(), message) * secret),
    ];
  });
}

function makeWrongLengths(): SignVector[] {
  const sound = makeSound()[0] as SignVector;
  return [
    { ...sound, name: 'empty signature', signature: '', counts: false },
    { ...sound, name: 'short signature', signature: sound.signature.slice(2), counts: false },
    { ...sound, name: 'long signature', signature: `${sound.signature}00`, counts: false },
    { ...sound, name: 'empty key', publicKey: '', counts: false },
    { ...sound, name: 'short key', publicKey: sound.publicKey.slice(2), counts: false },
    { ...sound, name: 'long key', publicKey: `${sound.publicKey}00`, counts: false },
  ];
}

function vector(
  name: string,
  publicKey: Uint8Array,
  message: Uint8Array,
  encodedR: Uint8Array,
  s: bigint,
  counts = false,
): SignVector {
  const signature = bytesToHex(concatBytes(encodedR, encodeNumber(s % order)));
  return { name, publicKey: bytesToHex(publicKey), message: bytesToHex(message), signature, counts };
}

/** A message whose k has the given rest modulo eight. */
function findMessage(encodedR: Uint8Array, publicKey: Uint8Array, rest: bigint): Uint8Array {
  for (let i = 0; ; i++) {
    const message = encodeUtf8(`message ${i}`);
    if (hash(encodedR, publicKey, message) % 8n === rest) return message;
  }
}

function hash(encodedR: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  const digest = sha512(concatBytes(encodedR, publicKey, message));
  return BigInt(`0x${bytesToHex(digest.reverse())}`) % order;
}

function encodeNumber(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

function encodeY(y: bigint, sign: boolean): Uint8Array {
  return encodeNumber(sign ? y + 2n ** 255n : y);
}
