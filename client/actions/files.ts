import { saveFile } from '../platform/files.ts';
import { app } from '../state/app.ts';
import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

/** Saves everything that is here as one file, or only what waits to be sent. */
export async function takeOut(onlyUnsent: boolean): Promise<Answer<'takeOut'>> {
  const made = await ask('takeOut', { onlyUnsent });
  const day = new Date(app.get().nowMs).toISOString().slice(0, 10);
  if (made.ok) saveFile(`tayori-${day}.json`, made.value.text);
  return made;
}

/** Takes in what such a file holds. Nothing that is here is lost by it, and the second time nothing is added. */
export async function putIn(file: File): Promise<Answer<'putIn'>> {
  return ask('putIn', { text: await file.text() });
}
