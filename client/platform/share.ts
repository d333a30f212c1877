export type ShareOutcome = 'shared' | 'copied' | 'cancelled' | 'failed';

/** True where the system has a sheet to pass a link on to other apps. */
export function canShare(): boolean {
  return typeof navigator.share === 'function';
}

/** Passes text or a link on by the system's sheet. Must be called from a tap. */
export async function share(what: { readonly text: string; readonly url?: string }): Promise<ShareOutcome> {
  try {
    await navigator.share(what);
    return 'shared';
  } catch (reason) {
    return reason instanceof DOMException && reason.name === 'AbortError' ? 'cancelled' : 'failed';
  }
}

/** Puts text on the clipboard; plain http and some in-app browsers have none. */
export async function copyText(text: string): Promise<ShareOutcome> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch (reason) {
    console.warn('The clipboard refused.', reason);
    return 'failed';
  }
}
