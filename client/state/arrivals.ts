import type { AppState, SafetyRow, StatusView } from './model.ts';

/** What may be heard: someone in danger, another word of trouble, a question how I am or a request, a message, a voice. */
export type Arrival = 'rescue' | 'life' | 'message' | 'voice';

type Shown = Pick<AppState, 'safety' | 'requests' | 'voices' | 'messages'>;

/** The weightiest of what is in `after` and was not in `before`, or nothing. What is one's own, or only went away, is no arrival. */
export function arrivalBetween(before: Shown, after: Shown): Arrival | undefined {
  const isSame = before.safety === after.safety && before.requests === after.requests && before.voices === after.voices;
  if (isSame && before.messages === after.messages) return undefined;
  const rowByPerson = new Map(before.safety.map((row) => [row.person.id, row]));
  const news = after.safety.flatMap((row) => troubleSince(rowByPerson.get(row.person.id), row));
  if (news.includes('needsRescue')) return 'rescue';
  const asked = new Set(before.requests.map(({ person }) => person.id));
  const isAsked = after.safety.some(
    ({ person, askedMeMs = 0 }) => askedMeMs > (rowByPerson.get(person.id)?.askedMeMs ?? 0),
  );
  if (news.length > 0 || isAsked || after.requests.some(({ person }) => !asked.has(person.id))) return 'life';
  if (hasMessage(before.messages, after.messages)) return 'message';
  const lastMs = Math.max(0, ...before.voices.map(({ receivedMs }) => receivedMs ?? 0));
  const isNew = after.voices.some(({ isMine, receivedMs }) => !isMine && (receivedMs ?? 0) > lastMs);
  return isNew ? 'voice' : undefined;
}

/** The conditions of trouble that are newer in `after`; what I said about them myself is none. */
function troubleSince(before: SafetyRow | undefined, after: SafetyRow): StatusView['condition'][] {
  return [[before?.status, after.status] as const, [before?.worse, after.worse] as const].flatMap(([old, now]) => {
    if (!now || now.condition === 'safe' || now.isMine || now.atMs <= (old?.atMs ?? 0)) return [];
    return now.condition;
  });
}

/** Whether more is unread in a conversation that is not mute. What is there when messages are first read is no news, nor is what a stranger writes. */
function hasMessage(before: Shown['messages'], after: Shown['messages']): boolean {
  if (!before || !after || before === after) return false;
  const unread = new Map([...before.requests, ...before.conversations].map((row) => [row.id, row.unread]));
  return after.conversations.some((row) => !row.isMuted && row.unread > (unread.get(row.id) ?? 0));
}
