import { lockForLife } from '../platform/locks.ts';
import { playSoftly } from '../platform/sound.ts';
import { app } from '../state/app.ts';
import { arrivalBetween } from '../state/arrivals.ts';
import { isHeard, readSoundChoice, writeSoundChoice, type SoundChoice } from '../state/sound-choice.ts';
import { recall, remember, soundsKey } from './preferences.ts';

/** What comes together sounds once. */
const restMs = 5_000;

let isListening = false;

export function soundChoice(): SoundChoice {
  return readSoundChoice(recall(soundsKey));
}

/** Keeps the choice in this browser, for all its tabs, and listens from now on where there is something to hear. */
export function chooseSounds(choice: SoundChoice): void {
  remember(soundsKey, writeSoundChoice(choice));
  if (choice.sounds !== 'off') void listenForArrivals();
}

export { playSoftly as trySound };

/** Lets what comes be heard as it was chosen, in one tab of all. The second time it changes nothing. Works on whatever way things come, offline too. */
export async function listenForArrivals(): Promise<void> {
  if (isListening) return;
  isListening = true;
  await lockForLife('tayori-sounds');
  let before = app.get();
  let soundedMs = -Infinity;
  app.subscribe(() => {
    const after = app.get();
    const arrival = before.phase === 'ready' ? arrivalBetween(before, after) : undefined;
    before = after;
    // By the best time, as all ages on the screens.
    const hour = new Date(after.nowMs).getHours();
    if (!arrival || Math.abs(after.nowMs - soundedMs) < restMs || !isHeard(arrival, soundChoice(), hour)) return;
    soundedMs = after.nowMs;
    playSoftly();
  });
}
