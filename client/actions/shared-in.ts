import { app } from '../state/app.ts';
import { keepDraft } from './drafts.ts';
import { onceDraftsAreHere } from './left-drafts.ts';

/** Text and links that another app shared into this one stand in the draft of a voice, behind what was begun before; nothing is sent by it. */
export function takeSharedIn(): void {
  const { pathname, search } = location;
  if (pathname !== '/write' || search === '') return;
  const shared = new URLSearchParams(search);
  history.replaceState(history.state, '', pathname);
  const parts = [shared.get('title'), shared.get('text'), shared.get('url')].filter(Boolean) as string[];
  // Many apps give the link in the text as well.
  const text = parts.filter((part, i) => !parts.some((other, j) => j !== i && other.includes(part))).join('\n');
  if (text === '') return;
  onceDraftsAreHere(() => {
    const { voice } = app.get().drafts;
    keepDraft('voice', voice ? `${voice}\n${text}` : text);
  });
}
