import { jaPlaces } from '../text/ja-places.ts';
import { addJapanese } from '../text/words.ts';
import { PlaceFinder } from './place-finder.tsx';
import { Where } from './where.tsx';

addJapanese(jaPlaces);

/** What finds, names and draws places of Japan: a file of its own, kept on the device once it was used or the line was good. */
export const places = { PlaceFinder, Where };
