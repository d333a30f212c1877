import { paths } from '../../shared/api.ts';
import { openDatabase } from '../db/database.ts';
import { dropParcel, readParcel } from '../db/parcel.ts';
import { workSignal } from './work.ts';

declare const self: ServiceWorkerGlobalScope;

// A page that the phone has put to sleep does not answer.
const awakeMs = 3_000;
const longestWaitMs = 120_000;

/**
 * Sends what waits. A page that is open and awake does it itself. Else the parcel that it left goes as it is; what came of it the app learns for
 * itself when it is opened, so that nothing is said to have arrived by this. Rejects until what waits was answered, so that the browser tries once
 * more: the page may be closed by then. It does not wait for the page, because a newer version could not be let in meanwhile.
 */
export async function flush(): Promise<void> {
  const stop = new AbortController();
  workSignal().addEventListener('abort', () => stop.abort(), { signal: stop.signal });
  if (await isPageAwake()) throw new Error('The open page is asked to send it.');
  const database = await openDatabase(ignore, ignore);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const parcel = await readParcel(database);
    if (parcel === null) return;
    timer = setTimeout(() => stop.abort(), longestWaitMs);
    const answer = await fetch(paths.sync, {
      method: 'POST',
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      signal: stop.signal,
      body: parcel.slice().buffer,
    });
    await answer.arrayBuffer();
    if (answer.ok) await dropParcel(database, parcel);
    // A session that ended, or bytes that this server does not take: only the app itself can mend that.
    else if (answer.status === 429 || answer.status >= 500) throw new Error(`answered with ${answer.status}`);
  } finally {
    clearTimeout(timer);
    database.close();
  }
}

async function isPageAwake(): Promise<boolean> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), pages.length === 0 ? 0 : awakeMs);
    for (const page of pages) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(true);
      page.postMessage({ type: 'SYNC' }, [port2]);
    }
  });
}

function ignore(): void {
  // Nobody is there to be told.
}
