import type { VerifyEngine } from '../../shared/protocol/sign.ts';
import { createNodeEngine } from './engine-node.ts';

/** libsodium where its binary loads, else node:crypto: the verdicts are the same, the speed is half. */
export async function loadEngine(): Promise<VerifyEngine<boolean>> {
  try {
    return (await import('./engine-sodium.ts')).sodiumEngine;
  } catch {
    // No binary for this platform. Nothing is lost but speed.
    return createNodeEngine();
  }
}
