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

/** Whether bytes that nobody waits for may be fetched: not where the person saves data, nor on a line that the browser calls slow. */
export function isLineGood(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean; readonly effectiveType?: string } };
  return connection?.saveData !== true && (connection?.effectiveType ?? '4g') === '4g';
}
