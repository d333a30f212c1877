import type { AboutInput, Answer, CheckInInput, StatusInput } from '../state/messages.ts';
import type { Place } from '../../shared/kinds/place.ts';
import type { AudienceView, Mood } from '../state/model.ts';
import { ask } from './engine.ts';

/** Each resolves when the words are durable on this device; sending is another matter, told by the delivery. */

export function writeVoice(
  text: string,
  place: Place | undefined,
  mood: Mood | undefined,
): Promise<Answer<'writeVoice'>> {
  return ask('writeVoice', { text, place, mood });
}

export function writeStatus(status: StatusInput): Promise<Answer<'writeStatus'>> {
  return ask('writeStatus', status);
}

/** Says where I am: among the voices, and in the safety list as a sign of life. */
export function checkIn(input: CheckInInput): Promise<Answer<'checkIn'>> {
  return ask('checkIn', input);
}

/** Says how somebody else is; they and whoever may see their statuses will see it. */
export function writeAbout(about: AboutInput): Promise<Answer<'writeAbout'>> {
  return ask('writeAbout', about);
}

/** Chooses who sees my statuses and signs of life; the server goes by it once it has it. */
export function chooseAudience(audience: AudienceView): Promise<Answer<'chooseAudience'>> {
  return ask('chooseAudience', audience);
}

export function comment(voiceId: string, text: string): Promise<Answer<'comment'>> {
  return ask('comment', { voiceId, text });
}

/** Sets own words right: the old ones stay below. */
export function correct(id: string, text: string): Promise<Answer<'correct'>> {
  return ask('correct', { id, text });
}

/** Takes own words back, wherever this reaches. */
export function withdraw(id: string): Promise<Answer<'withdraw'>> {
  return ask('withdraw', { id });
}

/** Asks a friend "are you all right?"; it waits in the outbox like anything else. */
export function askStatus(personId: string): Promise<Answer<'askStatus'>> {
  return ask('askStatus', { personId });
}
