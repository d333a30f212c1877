import { shrinkPicture, shrinkWhole } from '../platform/picture.ts';
import type { Answer } from '../state/messages.ts';
import type { NewPicture } from '../state/model.ts';
import { ask } from './engine.ts';

/** A file as a picture of at most 20 KB, nothing saved yet; null for what is no image. */
export function readPicture(file: File): Promise<NewPicture | null> {
  return shrinkPicture(file);
}

/** A file as a whole picture for a message, at most `mostBytes`; null for what is no image. */
export function readWholePicture(file: File, mostBytes: number): Promise<NewPicture | null> {
  return shrinkWhole(file, mostBytes);
}

/** Puts a picture on my card, or none; what was there before is erased. Works offline. */
export function setPicture(picture: NewPicture | null): Promise<Answer<'setPicture'>> {
  return ask('setPicture', { picture });
}
