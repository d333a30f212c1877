import { bytesToHex, hexToBytes } from './bytes.ts';
import { hkdfExpand, hkdfExtract } from './hkdf.ts';
import { aes128, encapsulate, openSealed, scheduleKeys, sealTo } from './hpke.ts';
import type { AgreementKey, SealEngine } from './seal-engine.ts';

/** Test support: one platform to be asked. */
export type SealPlatform = { readonly engine: SealEngine; openKey(secret: Uint8Array): Promise<AgreementKey> };

/** Test support: the files of vectors, as JSON texts. */
export type SealFiles = { readonly aes: string; readonly x25519: string; readonly hkdf: string; readonly hpke: string };

/** Test support: how many vectors of each file were asked, how many do not apply here, and the names of those answered wrongly. */
export type SealReport = {
  readonly asked: Readonly<Record<keyof SealFiles, number>>;
  readonly leftOut: Readonly<Record<keyof SealFiles, number>>;
  readonly wrong: readonly string[];
};

// RFC 9180 §7.3: a context that seals nothing.
const exportOnly = 0xffff;

type Vector = { name: string; applies: boolean; isRight(): Promise<boolean> };

/** Test support: asks `platform` about every vector. Needs nothing of Node, so a page can run it too. */
export async function runSealVectors(files: SealFiles, platform: SealPlatform): Promise<SealReport> {
  const sets: Record<keyof SealFiles, Vector[]> = {
    aes: readAes(files.aes, platform),
    x25519: readX25519(files.x25519, platform),
    hkdf: readHkdf(files.hkdf),
    hpke: readHpke(files.hpke, platform),
  };
  const asked = { aes: 0, x25519: 0, hkdf: 0, hpke: 0 };
  const leftOut = { ...asked };
  const wrong: string[] = [];
  for (const file of Object.keys(sets) as (keyof SealFiles)[]) {
    for (const { name, applies, isRight } of sets[file]) {
      (applies ? asked : leftOut)[file]++;
      if (!applies) continue;
      const isGood = await isRight().catch((reason: unknown) => (wrong.push(`${name}: ${String(reason)}`), true));
      if (!isGood) wrong.push(name);
    }
  }
  return { asked, leftOut, wrong };
}

type Groups<Group, Test> = { testGroups: (Group & { tests: (Test & { tcId: number; result: string })[] })[] };

/** Those with nonces of 96 bits and keys of 128 or 256 apply: no other are used. */
function readAes(json: string, { engine }: SealPlatform): Vector[] {
  type Test = { key: string; iv: string; aad: string; msg: string; ct: string; tag: string };
  const file = JSON.parse(json) as Groups<{ ivSize: number; keySize: number; tagSize: number }, Test>;
  return file.testGroups.flatMap(({ ivSize, keySize, tagSize, tests }) =>
    tests.map((test) => ({
      name: `aes-gcm ${test.tcId}`,
      applies: ivSize === 96 && tagSize === 128 && keySize !== 192,
      async isRight() {
        const [key, nonce, additional, plain] = [test.key, test.iv, test.aad, test.msg].map(hex) as Four;
        const opened = await engine.open(key, nonce, additional, hex(test.ct + test.tag));
        if (test.result === 'invalid') return opened === null;
        const sealed = await engine.seal(key, nonce, additional, plain);
        return bytesToHex(sealed) === test.ct + test.tag && opened !== null && bytesToHex(opened) === test.msg;
      },
    })),
  );
}

/** All apply; where the shared bytes are zero there must be none. */
function readX25519(json: string, { openKey }: SealPlatform): Vector[] {
  const file = JSON.parse(json) as Groups<object, { public: string; private: string; shared: string }>;
  return file.testGroups.flatMap(({ tests }) =>
    tests.map((test) => ({
      name: `x25519 ${test.tcId}`,
      applies: true,
      async isRight() {
        const shared = await (await openKey(hex(test.private))).agree(hex(test.public));
        return /^0+$/.test(test.shared) ? shared === null : shared !== null && bytesToHex(shared) === test.shared;
      },
    })),
  );
}

/** Those apply that ask for no more than HKDF can give. */
function readHkdf(json: string): Vector[] {
  type Test = { ikm: string; salt: string; info: string; size: number; okm: string };
  const file = JSON.parse(json) as Groups<object, Test>;
  return file.testGroups.flatMap(({ tests }) =>
    tests.map((test) => ({
      name: `hkdf ${test.tcId}`,
      applies: test.result === 'valid',
      isRight: async () =>
        bytesToHex(hkdfExpand(hkdfExtract(hex(test.salt), hex(test.ikm)), hex(test.info), test.size)) === test.okm,
    })),
  );
}

/** Base mode with X25519 and HKDF-SHA256 applies: whole with AES-128-GCM, key and nonce with another cipher. */
function readHpke(json: string, { engine, openKey }: SealPlatform): Vector[] {
  type Fields = 'skEm' | 'skRm' | 'pkEm' | 'pkRm' | 'enc' | 'info' | 'shared_secret' | 'key' | 'base_nonce';
  type Message = { pt: string; aad: string; ct: string };
  type Test = Record<Fields, string> & { suite: string; mode: number; kem_id: number; aead_id: number };
  const tests = JSON.parse(json) as (Test & { encryptions: Message[] })[];
  return tests.map((test) => ({
    name: `hpke ${test.suite}`,
    applies: test.mode === 0 && test.kem_id === 0x20 && test.aead_id !== exportOnly,
    async isRight() {
      const once = await openKey(hex(test.skEm));
      const own = await openKey(hex(test.skRm));
      const shared = await once.agree(hex(test.pkRm));
      const secret = shared && encapsulate(shared, hex(test.enc), hex(test.pkRm));
      if (!secret || bytesToHex(secret) !== test.shared_secret) return false;
      const aead = test.aead_id === aes128.id ? aes128 : { id: test.aead_id, keyBytes: 32 };
      const { key, nonce } = scheduleKeys(secret, hex(test.info), aead);
      if (bytesToHex(key) !== test.key || bytesToHex(nonce) !== test.base_nonce) return false;
      if (aead !== aes128) return true;
      const { pt, aad, ct } = test.encryptions[0] as Message;
      const fixed: SealEngine = { ...engine, makeKey: async () => once };
      const sealed = await sealTo(fixed, own.publicKey, hex(test.info), hex(aad), hex(pt), aead);
      if (!sealed || bytesToHex(sealed.ciphertext) !== ct || bytesToHex(sealed.encapsulated) !== test.enc) return false;
      const opened = await openSealed(engine, own, sealed, hex(test.info), hex(aad), aead);
      return opened !== null && bytesToHex(opened) === pt;
    },
  }));
}

type Four = [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

function hex(text: string): Uint8Array {
  const bytes = hexToBytes(text);
  if (!bytes.ok) throw new Error('a vector that is not hexadecimal');
  return bytes.value;
}
