import { beforeEach, expect, test, vi } from 'vitest';

// The browser's cache as far as it is used here: addresses and answers.
const kept = new Map<string, Response>();
const fetched: string[] = [];
let isOffline = false;
let isThere = true;

vi.stubGlobal('__PRECACHE__', [{ url: '/assets/app-11111111.js', hash: 'a1' }]);
vi.stubGlobal('__LATER__', [
  { url: '/assets/later-en-22222222.js', hash: 'b2' },
  { url: '/assets/later-views-33333333.js', hash: 'c3' },
]);
const address = (path: string) => new URL(path, 'https://tayori.example').href;
vi.stubGlobal('caches', {
  has: async () => isThere,
  match: async (path: string) => kept.get(address(path)),
  open: async () => ({
    match: async (path: string) => kept.get(address(path)),
    put: async (path: string, answer: Response) => void kept.set(address(path), answer),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    delete: async ({ url }: { url?: string }) => kept.delete(url ?? ''),
  }),
});
vi.stubGlobal('fetch', async (path: string) => {
  if (isOffline) throw new TypeError('no line');
  fetched.push(path);
  return new Response(path);
});
const { keepApp, keepLater, keepRest, keptFile, sweepOldFiles } = await import('./app-files.ts');

beforeEach(() => {
  kept.clear();
  fetched.length = 0;
  isOffline = false;
  isThere = true;
});
const keptPaths = () => [...kept.keys()].map((url) => url.replace('https://tayori.example', '')).toSorted();

test('the first time only what every start needs is kept', async () => {
  await keepApp();
  expect(keptPaths()).toEqual(['/assets/app-11111111.js?kept=a1']);
  await keepApp();
  expect(fetched).toEqual(['/assets/app-11111111.js']);
});

test('an update brings the new version of every file that was kept later, before the old one goes', async () => {
  kept.set(address('/assets/later-en-00000000.js?kept=b0'), new Response('old'));
  await keepApp();
  expect(keptPaths()).toContain('/assets/later-en-22222222.js?kept=b2');
  expect(fetched).not.toContain('/assets/later-views-33333333.js');
  await sweepOldFiles();
  expect(keptPaths()).toEqual(['/assets/app-11111111.js?kept=a1', '/assets/later-en-22222222.js?kept=b2']);
});

test('an update that cannot have all of it changes nothing', async () => {
  kept.set(address('/assets/later-en-00000000.js?kept=b0'), new Response('old'));
  isOffline = true;
  await expect(keepApp()).rejects.toThrow('no line');
  expect(keptPaths()).toEqual(['/assets/later-en-00000000.js?kept=b0']);
});

test('what a page loaded is kept, everything else when it is asked for, each once', async () => {
  await keepRest(['/assets/later-en-22222222.js', '/assets/app-11111111.js']);
  expect(fetched).toEqual(['/assets/later-en-22222222.js']);
  await keepRest(null);
  await keepRest(null);
  expect(fetched).toEqual(['/assets/later-en-22222222.js', '/assets/later-views-33333333.js']);
  isOffline = true;
  kept.clear();
  await keepRest(null);
  expect(keptPaths()).toEqual([]);
});

test('after the device was cleared nothing is kept again, and nothing makes the cache anew', async () => {
  isThere = false;
  await keepRest(null);
  const answer = await keepLater('/assets/later-en-22222222.js', new Response('words'));
  expect(await answer.text()).toBe('words');
  expect(await keptFile('/assets/app-11111111.js')).toBeUndefined();
  expect([fetched, keptPaths()]).toEqual([[], []]);
});
