import type { Item } from '../log/item.ts';
import { base64urlToBytes, bytesToBase64url, bytesToHex } from '../protocol/bytes.ts';
import { typeOfChannel, type PersonId } from '../protocol/ids.ts';
import { err, type Result } from '../protocol/result.ts';
import type { FileError } from './export-file.ts';

/** Whose file it is and when it was made, milliseconds since 1970 UTC. */
export type FileHead = { readonly person: PersonId; readonly name: string; readonly atMs: number };

/**
 * A file of entries (`exportFile`) inside JSON, behind the same entries in words that a person, or another program, can read: kind, channel, author,
 * clock as it was, and the fields of the body without its salt. What cannot be read (absent, sealed, of a later version) is counted. Only `file` is
 * ever taken in again.
 */
export function toReadableFile(
  file: Uint8Array,
  items: Iterable<Item>,
  head: FileHead,
  nameOf: (person: PersonId) => string,
): string {
  const entries: object[] = [];
  let unreadable = 0;
  for (const { entry, author, body } of items) {
    if (body === null) unreadable++;
    else {
      const { salt: _, kind, ...fields } = body as { salt?: unknown; kind: string } & Record<string, unknown>;
      const channel = typeOfChannel(entry.channel);
      const clock = new Date(entry.clockMs).toISOString();
      entries.push({ kind, channel, from: nameOf(author) || author, clock, id: entry.id, ...fields });
    }
  }
  const { person, name, atMs } = head;
  const whole = {
    tayori: 1,
    person,
    name,
    at: new Date(atMs).toISOString(),
    unreadable,
    entries,
    file: bytesToBase64url(file),
  };
  return JSON.stringify(whole, (_, value: unknown) => (value instanceof Uint8Array ? bytesToHex(value) : value), 1);
}

/** The file of entries inside what `toReadableFile` made; `bad-file` for anything else. */
export function fileInside(text: string): Result<Uint8Array, FileError> {
  try {
    const whole = JSON.parse(text) as { tayori?: unknown; file?: unknown } | null;
    if (whole?.tayori !== 1 || typeof whole.file !== 'string') return err({ code: 'bad-file' });
    const bytes = base64urlToBytes(whole.file);
    return bytes.ok ? bytes : err({ code: 'bad-file' });
  } catch {
    return err({ code: 'bad-file' });
  }
}
