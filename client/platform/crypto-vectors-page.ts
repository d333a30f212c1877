import { makeSignAdversaries } from '../../shared/protocol/sign-adversaries.ts';
import { runSignVectors, type SignReport, type SignVector } from '../../shared/protocol/sign-vectors.ts';
import { runSealVectors, type SealFiles, type SealReport } from '../../shared/protocol/seal-vectors.ts';
import { createAsyncVerifier } from '../../shared/protocol/sign.ts';
import { createWebCryptoEngine, hasEd25519 } from './engine-webcrypto.ts';
import { createWebCryptoSealEngine, generateSealingKey, importSealingSeed, openSealingKey } from './seal-engine.ts';
import { generateSigningKey, importSigningSeed, openSigner } from './signing-key.ts';

/** Test support: what the crypto stories ask of a page that has this file as its only script. Nothing else imports it. */
const cryptoPage = {
  hasEd25519: (): Promise<boolean> => hasEd25519(crypto.subtle),
  /** Verdicts on `vectors` and then on the adversaries, by the browser or by what takes over without it. */
  report(vectors: readonly SignVector[], platform: 'browser' | 'none'): Promise<SignReport> {
    const engine = platform === 'browser' ? createWebCryptoEngine() : createWebCryptoEngine(null);
    return runSignVectors([...vectors, ...makeSignAdversaries()], createAsyncVerifier(engine).verifySignature);
  },
  /** The browser's own verdicts on the adversaries, without the pre-check. */
  reportAlone: (): Promise<SignReport> => runSignVectors(makeSignAdversaries(), createWebCryptoEngine().verify),
  /** Answers on the vectors of sealing, by the browser or by what takes over without it. */
  reportSeals(files: SealFiles, platform: 'browser' | 'none'): Promise<SealReport> {
    const subtle = platform === 'browser' ? crypto.subtle : null;
    const openKey = async (secret: Uint8Array) => openSealingKey(await importSealingSeed(secret, subtle), subtle);
    return runSealVectors(files, { engine: createWebCryptoSealEngine(subtle), openKey });
  },
  /** Whether the secret of a fresh sealing key could be read out. */
  async isSealingKeyReadable(): Promise<boolean> {
    const { secret } = await generateSealingKey();
    return secret instanceof Uint8Array || secret.extractable;
  },
  /** A signature by a fresh key or that of `seed`, as plain arrays, and whether the secret could be read out. */
  async sign(message: number[], seed?: number[]) {
    const key = await (seed === undefined ? generateSigningKey() : importSigningSeed(Uint8Array.from(seed)));
    const signature = await (await openSigner(key)).sign(Uint8Array.from(message));
    const isReadable = key.secret instanceof Uint8Array || key.secret.extractable;
    return { publicKey: [...key.publicKey], signature: [...signature], isReadable };
  },
};

Object.assign(globalThis, { cryptoPage });
