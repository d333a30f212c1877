import { app } from '../state/app.ts';
import { keepDraft } from './drafts.ts';

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
  const put = () => {
    const { phase, drafts } = app.get();
    if (phase !== 'ready') return;
    leave();
    keepDraft('voice', drafts.voice ? `${drafts.voice}\n${text}` : text);
  };
  const leave = app.subscribe(put);
  put();
}
