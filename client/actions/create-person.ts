import { app } from '../state/app.ts';
import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

/** Makes keys and a card on this device; works without network. */
export function createPerson(name: string, kana: string): Promise<Answer<'createPerson'>> {
  return ask('createPerson', { name: name.trim(), kana: kana.trim(), language: app.get().language });
}

export function setName(name: string, kana: string): Promise<Answer<'setName'>> {
  return ask('setName', { name: name.trim(), kana: kana.trim() });
}
