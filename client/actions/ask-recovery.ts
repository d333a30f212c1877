import type { Answer } from '../state/messages.ts';
import type { RecoveryAsk } from '../state/recovery.ts';
import { ask } from './engine.ts';

/** Asks the worker; see `RecoveryAsk`. */
export function recovery(asked: RecoveryAsk): Promise<Answer<'recovery'>> {
  return ask('recovery', asked);
}
