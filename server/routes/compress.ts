import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

// Below this the encoder's own bytes and time are not worth it: most of a short answer is hashes and signatures.
const worthwhileBytes = 600;
const largeBytes = 131_072;

/** A body and how it is encoded; null for as it is. */
export type Encoded = { readonly bytes: Uint8Array; readonly encoding: 'br' | 'gzip' | null };

/** `bytes` in brotli or gzip where `accepted` (Accept-Encoding) takes it and it gets shorter. Runs beside the event loop. */
export async function compressFor(accepted: string, bytes: Uint8Array): Promise<Encoded> {
  if (bytes.length < worthwhileBytes) return { bytes, encoding: null };
  const encoding = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)
    ? 'br'
    : /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(accepted)
      ? 'gzip'
      : null;
  if (encoding === null) return { bytes, encoding: null };
  const compressed = encoding === 'br' ? await brotli(bytes, brotliOptions(bytes.length)) : await deflate(bytes);
  return compressed.length < bytes.length ? { bytes: compressed, encoding } : { bytes, encoding: null };
}

function brotliOptions(length: number) {
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: length > largeBytes ? 4 : 5,
      [constants.BROTLI_PARAM_SIZE_HINT]: length,
    },
  };
}
