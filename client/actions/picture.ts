import { shrinkPicture } from '../platform/picture.ts';
import type { Answer } from '../state/messages.ts';
import type { NewPicture } from '../state/model.ts';
import { ask } from './engine.ts';

/** A file as a picture of at most 20 KB, nothing saved yet; null for what is no image. */
export function readPicture(file: File): Promise<NewPicture | null> {
  return shrinkPicture(file);
}

/** Puts a picture on my card, or none; what was there before is erased. Works offline. */
export function setPicture(picture: NewPicture | null): Promise<Answer<'setPicture'>> {
  return ask('setPicture', { picture });
}
