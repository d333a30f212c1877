/** One question to a verifier, in hex, so that it can be handed to a page. */
export type SignVector = {
  readonly name: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
  readonly counts: boolean;
};

/** What a verifier made of vectors: one 1 or 0 a vector in order, and the names of those where it was wrong or threw. */
export type SignReport = { readonly verdicts: string; readonly wrong: readonly string[] };

/** Test support: asks `verify` about each vector in turn. Needs nothing of Node, so a page can run it too. */
export async function runSignVectors(
  vectors: readonly SignVector[],
  verify: (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>,
): Promise<SignReport> {
  let verdicts = '';
  const wrong: string[] = [];
  for (const vector of vectors) {
    try {
      const counts = await verify(readHex(vector.publicKey), readHex(vector.message), readHex(vector.signature));
      verdicts += counts ? '1' : '0';
      if (counts !== vector.counts) wrong.push(vector.name);
    } catch (error) {
      verdicts += 'x';
      wrong.push(`${vector.name}: ${String(error)}`);
    }
  }
  return { verdicts, wrong };
}

/** Test support: Project Wycheproof's `ed25519_test.json`. Every vector applies: it is strict in the same places as the rule. */
export function readWycheproof(json: string): SignVector[] {
  type Test = { tcId: number; msg: string; sig: string; result: string };
  type File = { testGroups: { publicKey: { pk: string }; tests: Test[] }[] };
  return (JSON.parse(json) as File).testGroups.flatMap((group) =>
    group.tests.map(({ tcId, msg, sig, result }) => ({
      name: `wycheproof ${tcId}`,
      publicKey: group.publicKey.pk,
      message: msg,
      signature: sig,
      counts: result === 'valid',
    })),
  );
}

/** Test support: the examples of RFC 8032 §7.1, all of them valid. */
export function readRfc8032(json: string): SignVector[] {
  type Example = { pub: string; msg: string; sig: string };
  return (JSON.parse(json) as Example[]).map(({ pub, msg, sig }, index) => ({
    name: `rfc8032 ${index}`,
    publicKey: pub,
    message: msg,
    signature: sig,
    counts: true,
  }));
}

function readHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
