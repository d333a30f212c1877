import { parentPort, type MessagePort } from 'node:worker_threads';
import { createVerifier } from '../../shared/protocol/sign.ts';
import { loadEngine } from './load-engine.ts';
import { unpackQuestions } from './signature-message.ts';

// A thread that verifies signatures: packed questions in, one byte a verdict out.

const port = parentPort as MessagePort;
const verifier = createVerifier(await loadEngine());

port.on('message', (packed: Uint8Array) => {
  const questions = unpackQuestions(packed);
  const verdicts = Uint8Array.from(questions, ({ publicKey, bytes, signature }) =>
    verifier.verifySignature(publicKey, bytes, signature) ? 1 : 0,
  );
  port.postMessage(verdicts, [verdicts.buffer]);
});
