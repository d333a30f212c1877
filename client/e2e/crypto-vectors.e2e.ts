import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNobleSigner, nobleEngine } from '../../shared/protocol/engine-noble.ts';
import { makeSignAdversaries } from '../../shared/protocol/sign-adversaries.ts';
import {
  readRfc8032,
  readWycheproof,
  runSignVectors,
  type SignReport,
  type SignVector,
} from '../../shared/protocol/sign-vectors.ts';
import type { SealFiles, SealReport } from '../../shared/protocol/seal-vectors.ts';
import { createVerifier } from '../../shared/protocol/sign.ts';
import { launchBrowser } from './browser.ts';

// What client/platform/crypto-vectors-page.ts puts into its page.
declare const cryptoPage: {
  hasEd25519(): Promise<boolean>;
  report(vectors: readonly SignVector[], platform: 'browser' | 'none'): Promise<SignReport>;
  reportAlone(): Promise<SignReport>;
  reportSeals(files: SealFiles, platform: 'browser' | 'none'): Promise<SealReport>;
  isSealingKeyReadable(): Promise<boolean>;
  sign(message: number[], seed?: number[]): Promise<{ publicKey: number[]; signature: number[]; isReadable: boolean }>;
};

const readFixture = (path: string) => readFileSync(new URL(`../../shared/fixtures/${path}`, import.meta.url), 'utf8');
const vectors = [
  ...readWycheproof(readFixture('wycheproof/ed25519_test.json')),
  ...readRfc8032(readFixture('rfc8032/rfc8032-ed25519.json')),
];
const sealFiles = {
  aes: readFixture('wycheproof/aes_gcm_test.json'),
  x25519: readFixture('wycheproof/x25519_test.json'),
  hkdf: readFixture('wycheproof/hkdf_sha256_test.json'),
  hpke: readFixture('hpke/rfc9180-appendix-a.json'),
};
const verifier = createVerifier(nobleEngine);
let server: Server;
let browser: Browser;
let page: Page;

/** The page's script as one file. */
async function bundlePage(): Promise<string> {
  const built = (await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: 'client/platform/crypto-vectors-page.ts', formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

beforeAll(async () => {
  const script = await bundlePage();
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'cryptoPage' in globalThis);
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

test('the browser gives the verdict of the rule on every vector and adversary', async () => {
  expect(await page.evaluate(() => cryptoPage.hasEd25519())).toBe(true);
  const report = await page.evaluate((all) => cryptoPage.report(all, 'browser'), vectors);
  expect(report.wrong).toEqual([]);
  expect(report).toEqual(await runSignVectors([...vectors, ...makeSignAdversaries()], verifier.verifySignature));
});

test('a browser without Ed25519 gives the same verdicts by the pure engine', async () => {
  const report = await page.evaluate((all) => cryptoPage.report(all, 'none'), vectors);
  expect(report.wrong).toEqual([]);
  expect(report.verdicts.length).toBe(256);
});

test('the browser needs the pre-check: left alone it accepts adversaries', async () => {
  const alone = await page.evaluate(() => cryptoPage.reportAlone());
  const accepted = makeSignAdversaries().filter((vector, i) => !vector.counts && alone.verdicts[i] === '1');
  expect(accepted.length).toBeGreaterThan(10);
});

test('a key made in the browser cannot be read out, and its signature counts elsewhere', async () => {
  const message = [1, 2, 3];
  const { publicKey, signature, isReadable } = await page.evaluate((bytes) => cryptoPage.sign(bytes), message);
  expect(isReadable).toBe(false);
  expect(
    verifier.verifySignature(Uint8Array.from(publicKey), Uint8Array.from(message), Uint8Array.from(signature)),
  ).toBe(true);
});

test('a seed gives the same key and signature in the browser as elsewhere', async () => {
  const message = [4, 5, 6];
  const seed = Array.from({ length: 32 }, (_, i) => i);
  const pure = createNobleSigner(Uint8Array.from(seed));
  const signed = await page.evaluate((given) => cryptoPage.sign(given.message, given.seed), { message, seed });
  expect(signed.isReadable).toBe(false);
  expect(signed.publicKey).toEqual([...pure.publicKey]);
  expect(signed.signature).toEqual([...pure.sign(Uint8Array.from(message))]);
});

test('the browser seals, agrees and opens as every vector says, and so does what takes over without it', async () => {
  for (const platform of ['browser', 'none'] as const) {
    const report = await page.evaluate(([files, which]) => cryptoPage.reportSeals(files, which), [
      sealFiles,
      platform,
    ] as const);
    expect(report.wrong).toEqual([]);
    expect(report.asked).toEqual({ aes: 133, x25519: 518, hkdf: 83, hpke: 2 });
  }
});

test('a sealing key made in the browser cannot be read out', async () => {
  expect(await page.evaluate(() => cryptoPage.isSealingKeyReadable())).toBe(false);
});
