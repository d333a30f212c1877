import { workSignal } from './work.ts';

const cacheName = 'tayori-app';

const laterUrls = new Set(__LATER__.map(({ url }) => url));
const files = [...__PRECACHE__, ...__LATER__];
const hashByUrl = new Map(files.map(({ url, hash }) => [url, hash]));

// The hash is part of the key, so a file that an update did not change is not fetched again on a thin line.
const keyOf = (url: string, hash: string) => `${url}?kept=${hash}`;

/** Fetches what of the app is not here yet. Rejects when one file cannot be had: then the old version stays whole. */
export async function keepApp(): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    [...__PRECACHE__, ...(await keptBefore(cache))].map(async ({ url, hash }) => {
      const key = keyOf(url, hash);
      if (await cache.match(key)) return;
      const answer = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' });
      if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}`);
      await cache.put(key, answer);
    }),
  );
}

/** Of the files that are kept later those of which an earlier version is here: somebody uses them, also without a line. */
async function keptBefore(cache: Cache) {
  const stems = new Set((await cache.keys()).map(({ url }) => stemOf(new URL(url).pathname)));
  return __LATER__.filter(({ url }) => stems.has(stemOf(url)));
}

/** The name without the hash of its contents. */
function stemOf(path: string): string {
  return path.replace(/-[\w-]{8}\.js$/, '');
}

/** Drops the files of earlier versions; only this one is in use any more. */
export async function sweepOldFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  const wanted = new Set(files.map(({ url, hash }) => keyOf(url, hash)));
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.has(pathname + search)) await cache.delete(request);
  }
}

/** The kept file of an address, or nothing when it is no file of the app or the browser has thrown it away. */
export async function keptFile(path: string): Promise<Response | undefined> {
  const hash = hashByUrl.get(path);
  if (hash === undefined) return undefined;
  return caches.match(keyOf(path, hash), { cacheName });
}

export function isAppFile(path: string): boolean {
  return hashByUrl.has(path);
}

/** Fetches those of `paths` that are kept later and are not here yet, or all there are. What cannot be had is had another time. */
export async function keepRest(paths: readonly string[] | null): Promise<void> {
  const signal = workSignal();
  for (const { url } of __LATER__) {
    if ((paths !== null && !paths.includes(url)) || (await keptFile(url))) continue;
    if (!(await caches.has(cacheName))) return;
    try {
      await keepLater(url, await fetch(url, { credentials: 'same-origin', signal }));
    } catch (reason) {
      console.debug('Not kept yet:', url, reason);
      return;
    }
  }
}

/**
 * Keeps a file that is not here from the beginning, fetched only now, and gives it on. A full device keeps it another time, and one that was cleared not at all:
 * opening a cache would make it again, as long as a page of this worker is there.
 */
export async function keepLater(path: string, answer: Response): Promise<Response> {
  const hash = hashByUrl.get(path);
  if (hash === undefined || !laterUrls.has(path) || !answer.ok) return answer;
  try {
    if (await caches.has(cacheName)) await (await caches.open(cacheName)).put(keyOf(path, hash), answer.clone());
  } catch (reason) {
    console.warn('Not kept:', path, reason);
  }
  return answer;
}
