import { paths } from '../../../shared/api.ts';

/**
 * Calls `onNews` once the line is open and whenever the server at `origin` says that something is new for the session of `cookie`. Resolves when the line ends or could not be
 * opened: the caller asks now and then all the same, and listens again.
 */
export async function listenForNews(
  origin: string,
  cookie: string,
  onNews: () => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const answer = await fetch(origin + paths.events, { headers: { Cookie: cookie }, signal });
    if (!answer.ok || answer.body === null) return;
    // What came before the line was open is news too.
    onNews();
    const decoder = new TextDecoder();
    for await (const part of answer.body) if (decoder.decode(part).includes('data:')) onNews();
  } catch {
    // No line, or ended from here: both are the end of it.
  }
}
