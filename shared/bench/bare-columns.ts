import { brotliCompressSync, constants } from 'node:zlib';
import { createByteWriter } from '../protocol/byte-writer.ts';
import { encodeUtf8 } from '../protocol/bytes.ts';
import { authorCount, type Post } from './workload.ts';

/**
 * L, the least that a cold sync could be expected to take: brotli at its best over bare columns (author, time as differences, UTF-8 text, place) in
 * whichever order of posts is shorter, plus 96 bytes an author for a key and a signature. No headers, hashes, answers or certificates.
 */
export function bareColumnsBytes(posts: readonly Post[]): number {
  const byTime = [...posts].sort((a, b) => a.atMs - b.atMs);
  const byAuthor = [...posts].sort((a, b) => a.author - b.author || a.atMs - b.atMs);
  return Math.min(compress(columns(byTime)), compress(columns(byAuthor))) + 96 * authorCount;
}

function columns(posts: readonly Post[]): Uint8Array {
  const writer = createByteWriter(1 << 20);
  for (const post of posts) writer.byte(post.author);
  const times: number[] = [];
  let before = 0;
  for (const { atMs } of posts) {
    times.push(atMs >= before ? 2 * (atMs - before) : 2 * (before - atMs) - 1);
    before = atMs;
  }
  // Planes, as good for the yardstick as for the thing measured.
  for (let plane = 0; plane < 6; plane++) for (const time of times) writer.byte(Math.floor(time / 256 ** plane) & 255);
  for (const post of posts) {
    writer.bytes(encodeUtf8(post.text));
    writer.byte(10);
  }
  for (const post of posts) writer.bytes(encodeUtf8(post.place === null ? '\n' : `${post.place}\n`));
  return writer.finish();
}

function compress(bytes: Uint8Array): number {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}
