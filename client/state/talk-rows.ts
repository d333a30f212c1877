import type { ConversationLine, FileView, MessageView } from './conversations.ts';

/** A day begins, or what I have not seen yet. */
export interface TalkMark {
  readonly kind: 'day' | 'new';
  readonly id: string;
  readonly atMs: number;
}

/** One row of an open conversation. */
export type TalkRow = ConversationLine | TalkMark;

/** The lines with a mark before the first of each day, by the reader's own calendar, and one before the line `newFrom`. */
export function talkRows(lines: readonly ConversationLine[], newFrom: string | undefined): readonly TalkRow[] {
  let day = '';
  return lines.flatMap((line) => {
    const rows: TalkRow[] = [];
    const { id, atMs } = line;
    const itsDay = new Date(atMs).toDateString();
    if (itsDay !== day) rows.push({ kind: 'day', id: `day ${id}`, atMs });
    if (id === newFrom) rows.push({ kind: 'new', id: 'new', atMs });
    day = itsDay;
    return [...rows, line];
  });
}

/** The first of the newest `unread` messages of others, or of all that are here; nothing where all was seen. */
export function firstUnread(lines: readonly ConversationLine[], unread: number): string | undefined {
  if (unread <= 0) return undefined;
  const others = lines.filter((line) => line.kind === 'message' && !line.isMine);
  return others.at(-unread)?.id ?? others[0]?.id;
}

/** Messages of others that came behind all that was there before. */
export function arrivedAfter(
  before: readonly ConversationLine[],
  after: readonly ConversationLine[],
): readonly MessageView[] {
  const last = before.at(-1);
  const known = new Set(before.map(({ id }) => id));
  if (!last) return [];
  return after
    .slice(after.findIndex(({ id }) => id === last.id) + 1)
    .filter((line): line is MessageView => line.kind === 'message' && !line.isMine && !known.has(line.id));
}

/**
 * What is shown now, with every line that says what it said before as the object that it was: nobody draws it again, and what is looked at or listened to goes
 * on. A file never changes: it stays the same one.
 */
export function sameLines(
  before: readonly ConversationLine[],
  after: readonly ConversationLine[],
): readonly ConversationLine[] {
  const known = new Map(before.map((line) => [line.id, line]));
  const lines = after.map((line) => {
    const was = known.get(line.id);
    if (!was || line.kind !== 'message' || was.kind !== 'message') return was && isSame(was, line) ? was : line;
    const kept = { ...line, ...(line.file && { file: sameFile(was.file, line.file) }) };
    return isSame(was, kept) ? was : kept;
  });
  const isAsItWas = lines.length === before.length && lines.every((line, i) => line === before[i]);
  return isAsItWas ? before : lines;
}

function sameFile(was: FileView | undefined, file: FileView): FileView {
  return was?.blob && file.blob ? { ...file, blob: was.blob } : file;
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (one instanceof Blob || other instanceof Blob || Array.isArray(one) !== Array.isArray(other)) return false;
  const [ones, others] = [withValues(one), withValues(other)];
  return ones.length === others.length && ones.every(([key, value]) => isSame(value, (other as never)[key]));
}

function withValues(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, each]) => each !== undefined);
}
