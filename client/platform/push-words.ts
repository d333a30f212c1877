// Where what a notice says is kept for the service worker, which reads nothing else of the page's own.
const cacheName = 'tayori-push';
const wordsPath = '/push-words';

/** What a notice says while no page is there to say it. */
export interface NoticeWords {
  readonly language: string;
  readonly title: string;
  readonly body: string;
}

/** Keeps what a notice says in the person's language. */
export async function keepNoticeWords(words: NoticeWords): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.put(wordsPath, new Response(JSON.stringify(words)));
}

/** What a notice says, as it was kept; where the browser threw it away the name of the app alone. */
export async function noticeWords(): Promise<NoticeWords> {
  const kept = await (await caches.open(cacheName)).match(wordsPath);
  return kept ? ((await kept.json()) as NoticeWords) : { language: 'ja', title: 'たより・Tayori', body: '' };
}

/** The bytes of a key in base64url. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
