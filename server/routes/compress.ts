import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Below this the encoder's own bytes and time are not worth it: most of a short answer is hashes and signatures. */
export const worthwhileBytes = 1024;
// Up to here the encoder is quicker than handing it to another thread.
const atOnceBytes = 4096;
// Quality 11 takes some 20 ms up to here, beside the event loop.
const pageBytes = 24_576;
const largeBytes = 131_072;
// A first sync of everything: once in a device's life, often on a line where every kilobyte is waited for.
const wholeBytes = 524_288;

/** A body and how it is encoded; null for as it is. */
export type Encoded = { readonly bytes: Uint8Array; readonly encoding: 'br' | 'gzip' | null };

/** `bytes` in brotli or gzip where `accepted` (Accept-Encoding) takes it and it gets shorter. What is long runs beside the event loop. */
export async function compressFor(accepted: string, bytes: Uint8Array): Promise<Encoded> {
  if (bytes.length < worthwhileBytes) return { bytes, encoding: null };
  const encoding = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)
    ? 'br'
    : /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)
      ? 'gzip'
      : null;
  if (encoding === null) return { bytes, encoding: null };
  if (encoding === 'br' && bytes.length <= atOnceBytes)
    return shorter(bytes, brotliCompressSync(bytes, brotliOptions(bytes.length)), encoding);
  const compressed = encoding === 'br' ? await brotli(bytes, brotliOptions(bytes.length)) : await deflate(bytes);
  return shorter(bytes, compressed, encoding);
}

function shorter(bytes: Uint8Array, compressed: Uint8Array, encoding: 'br' | 'gzip'): Encoded {
  return compressed.length < bytes.length ? { bytes: compressed, encoding } : { bytes, encoding: null };
}

function brotliOptions(length: number) {
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: qualityOf(length),
      [constants.BROTLI_PARAM_LGWIN]: windowBits(length),
      [constants.BROTLI_PARAM_SIZE_HINT]: length,
    },
  };
}

/** The least window that holds all of it: a larger one finds nothing more and costs its tables, at quality 9 twenty times the work. */
function windowBits(length: number): number {
  return Math.min(24, Math.max(16, Math.ceil(Math.log2(length)) + 1));
}

/** Of short answers all that can be had; of a first page, which someone waits for on a thin line, the last per cent; of much, what is quick. */
function qualityOf(length: number): number {
  if (length <= 8192) return 9;
  if (length <= pageBytes) return 11;
  if (length <= largeBytes) return 5;
  return length > wholeBytes ? 7 : 4;
}
