import { expect, test } from 'vitest';
import { ja } from './ja.ts';
import { jaMore } from './ja-more.ts';
import { jaPlaces } from './ja-places.ts';
import { laterJa } from './later-ja.ts';
import { messagesJa } from './messages-ja.ts';

// Each file of the app comes with its words. What it says in words of another file would be blank where that is not here yet.

const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../e2e/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const catalogues = { ...ja, ...jaMore, ...jaPlaces, ...laterJa, ...messagesJa };

// Addresses of modules as they are named here: from this folder.
const folder = 'file:///client/';
const base = `${folder}text/`;

/** The modules that come with `start`, by its imports that are not dynamic and not of types alone. */
function modulesOf(start: string, found = new Set<string>()): ReadonlySet<string> {
  const source = sources[start];
  if (source === undefined || found.has(start)) return found;
  found.add(start);
  for (const [, to = ''] of source.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)';/gms))
    modulesOf(new URL(to, new URL(start, base)).href.replace(folder, '../'), found);
  return found;
}

test.each([
  ['far-screens.ts', { ...ja, ...jaMore }],
  ['later-screens.ts', { ...ja, ...jaMore, ...laterJa }],
  ['later-messages.ts', { ...ja, ...jaMore, ...messagesJa }],
  ['places.ts', { ...ja, ...jaMore, ...jaPlaces }],
])('%s says nothing in words that it does not bring or has before it', (file, atHand) => {
  const modules = [...modulesOf(`../views/${file}`)];
  expect(modules.length).toBeGreaterThan(5);
  const others = Object.keys(catalogues).filter((key) => !Object.hasOwn(atHand, key));
  expect(others.length).toBeGreaterThan(20);
  const blank = modules.flatMap((path) =>
    others.filter((key) => sources[path]?.includes(`'${key}'`)).map((key) => `${path}: ${key}`),
  );
  expect(blank).toEqual([]);
});
