/**
 * Lets the service worker keep what this page loaded before it was there, the words of the chosen language among it; and everything else of the app once
 * `all` is said. Without service workers nothing happens.
 */
export async function keepLoadedFiles(all = false): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  active?.postMessage({ type: 'KEEP', paths: all ? null : loaded });
}

/** What the browser says of its line: where it says nothing, good. `thin` is also where the person has told the browser to save data. */
export type Line = 'good' | 'slow' | 'thin';

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

export function lineNow(connection = (navigator as { connection?: Connection }).connection): Line {
  const type = connection?.effectiveType ?? '4g';
  if (connection?.saveData === true || type === 'slow-2g' || type === '2g') return 'thin';
  return type === '3g' ? 'slow' : 'good';
}

/** Whether bytes that nobody waits for may be fetched. */
export function isLineGood(): boolean {
  return lineNow() === 'good';
}
