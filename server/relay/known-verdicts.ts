import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import type { Verifier } from '../../shared/protocol/sign.ts';

/** Good verdicts kept from one start to the next; see `openVerdicts`. */
export type Verdicts = {
  /** Says what is known, and asks where nothing is. */
  readonly verifier: Verifier;
  /** Writes down what was found good since it was opened and no more. Says false where that failed: then the next start checks all of it. */
  save(): Promise<boolean>;
};

// Another number whenever the rule of `createVerifier` changes: what an older one found good says nothing then.
const formatTag = Buffer.from('tayori/1 verdicts 1\n');
const digestBytes = 32;

/**
 * The verdicts in the file at `path`, beside those of `verifier`. What is kept is SHA-256 of key, signature and bytes of a signature that was found good, or of a
 * key that was: a pure function, so no state of the store makes it wrong, and what is not listed is simply checked. The file ends in HMAC-SHA-256
 * by `secret`, so a damaged one, or another server's, counts as none.
 */
export function openVerdicts(path: string, secret: Uint8Array, verifier: Verifier): Verdicts {
  const known = readVerdicts(path, secret);
  const used = new Set<string>();
  let isChanged = false;

  function judge(digest: string, ask: () => boolean | Promise<boolean>): boolean | Promise<boolean> {
    const keep = (verdict: boolean) => {
      if (!verdict) return false;
      used.add(digest);
      isChanged = true;
      return true;
    };
    if (used.has(digest)) return true;
    if (known.has(digest)) {
      used.add(digest);
      return true;
    }
    const verdict = ask();
    return verdict instanceof Promise ? verdict.then(keep) : keep(verdict);
  }

  return {
    verifier: {
      checkPublicKey: (publicKey) => judge(digestOf([publicKey]), () => verifier.checkPublicKey(publicKey)),
      verifySignature(publicKey, bytes, signature) {
        if (publicKey.length !== 32 || signature.length !== 64) return false;
        return judge(digestOf([publicKey, signature, bytes]), () =>
          verifier.verifySignature(publicKey, bytes, signature),
        );
      },
    },
    async save() {
      if (!isChanged && used.size === known.size) return true;
      const body = Buffer.concat([formatTag, Buffer.from([...used].join(''), 'latin1')]);
      try {
        const file = await open(`${path}.next`, 'w', 0o600);
        try {
          await file.writeFile(Buffer.concat([body, codeOf(body, secret)]));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(`${path}.next`, path);
        return true;
      } catch {
        // A full disk: nothing is lost but the time of the next start.
        return false;
      }
    },
  };
}

function readVerdicts(path: string, secret: Uint8Array): ReadonlySet<string> {
  const none = new Set<string>();
  if (!existsSync(path)) return none;
  const bytes = readFileSync(path);
  const end = bytes.length - digestBytes;
  const body = bytes.subarray(0, Math.max(0, end));
  const isWhole = (end - formatTag.length) % digestBytes === 0 && body.subarray(0, formatTag.length).equals(formatTag);
  if (!isWhole || !timingSafeEqual(codeOf(body, secret), bytes.subarray(end))) return none;
  const text = body.toString('latin1', formatTag.length);
  const count = text.length / digestBytes;
  return new Set(Array.from({ length: count }, (_, i) => text.slice(i * digestBytes, (i + 1) * digestBytes)));
}

/** Of a key alone, or of key, signature and bytes, the first two of fixed length: no two questions are the same bytes. */
function digestOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('binary');
}

function codeOf(body: Uint8Array, secret: Uint8Array): Buffer {
  const key = createHmac('sha256', secret).update('tayori/1 verdicts').digest();
  return createHmac('sha256', key).update(body).digest();
}
