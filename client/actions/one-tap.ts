import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

// Apart from what sheets ask for, because the first screen has these: each resolves when it is durable on this device.

/** Says the last status again, as of now and for as long as it was valid. */
export function renewStatus(): Promise<Answer<'renewStatus'>> {
  return ask('renewStatus', null);
}

export function like(voiceId: string, off: boolean): Promise<Answer<'like'>> {
  return ask('like', { voiceId, off });
}
