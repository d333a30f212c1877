/** One question: does `signature` by `publicKey` over `bytes` count? */
export type Question = { readonly publicKey: Uint8Array; readonly bytes: Uint8Array; readonly signature: Uint8Array };

/** Packs questions into one array: length of the bytes (2 bytes, low first), key, signature, bytes. Keys are of 32 bytes, signatures of 64. */
export function packQuestions(questions: readonly Question[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(questions.reduce((sum, { bytes }) => sum + 98 + bytes.length, 0));
  let at = 0;
  for (const { publicKey, bytes, signature } of questions) {
    packed[at] = bytes.length & 255;
    packed[at + 1] = bytes.length >> 8;
    packed.set(publicKey, at + 2);
    packed.set(signature, at + 34);
    packed.set(bytes, at + 98);
    at += 98 + bytes.length;
  }
  return packed;
}

/** The questions in `packed`, as views on it. */
export function unpackQuestions(packed: Uint8Array): Question[] {
  const questions: Question[] = [];
  for (let at = 0; at < packed.length;) {
    const length = (packed[at] as number) | ((packed[at + 1] as number) << 8);
    questions.push({
      publicKey: packed.subarray(at + 2, at + 34),
      signature: packed.subarray(at + 34, at + 98),
      bytes: packed.subarray(at + 98, at + 98 + length),
    });
    at += 98 + length;
  }
  return questions;
}
