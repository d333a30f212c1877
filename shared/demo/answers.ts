import type { Act, Scene } from './story.ts';

const minuteMs = 60_000;

/**
 * Comments and likes of friends on the voices in the diary, within hours on ordinary days and within minutes afterwards; only by those who can write at
 * that time.
 */
export function answersTo(scene: Scene, awakeFromMs: readonly (number | null)[]): void {
  for (const voice of [...scene.diary.acts]) if (voice.deed.do === 'voice') answerOne(scene, voice, awakeFromMs);
}

function answerOne(
  { seeded, circles, quakeAtMs, endMs, wording, diary }: Scene,
  voice: Act,
  awakeFromMs: readonly (number | null)[],
): void {
  const { by, key, atMs, deed } = voice;
  if (deed.do !== 'voice') return;
  const friends = circles[by] ?? [];
  if (friends.length === 0) return;
  const isAfter = atMs >= quakeAtMs;
  const within = (isAfter ? 45 : 240) * minuteMs;
  const mayWrite = (friend: number, at: number) => {
    const fromMs = awakeFromMs[friend] ?? null;
    return at < endMs && (at < quakeAtMs || (fromMs !== null && fromMs <= at));
  };
  const said = new Set<string>();
  const comments = seeded.chance(0.4) ? 1 + seeded.int(2) : 0;
  for (let i = 0; i < comments; i++) {
    const friend = seeded.pick(friends);
    const at = atMs + minuteMs + seeded.int(within);
    // What was said before is answered as if nothing had happened only before it has.
    if (!mayWrite(friend, at) || (!isAfter && at >= quakeAtMs)) continue;
    const text = wording.replyTo(deed.topic, said);
    if (text === null) continue;
    said.add(text);
    diary.note(at, friend, { do: 'comment', on: key, text });
  }
  const likers = new Set<number>();
  for (let left = seeded.int(4); left > 0; left--) likers.add(seeded.pick(friends));
  for (const friend of likers) {
    const at = atMs + minuteMs + seeded.int(within);
    if (mayWrite(friend, at)) diary.note(at, friend, { do: 'like', on: key });
  }
}
