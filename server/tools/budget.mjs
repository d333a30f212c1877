import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { inDist } from './paths.mjs';
import { listPrecache } from './precache.mjs';

const KB = 1024;

/** Brotli-11 sizes of the built client against what a first visit on a thin line can bear. */
export function measureBudgets(folder = inDist('client')) {
  const size = (url) => {
    const bytes = readFileSync(`${folder}${url === '/' ? '/index.html' : url}`);
    return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  };
  const sum = (urls) => urls.reduce((total, url) => total + size(url), 0);
  const budgets = [
    { name: 'critical path', bytes: sum(criticalUrls(`${folder}/index.html`)), limit: 24 * KB },
    { name: 'precache', bytes: sum(listPrecache(folder).map(({ url }) => url)), limit: 110 * KB },
  ];
  // Absent only before the worker is written; its build fails loudly otherwise.
  if (existsSync(`${folder}/sw.js`)) budgets.push({ name: 'worker', bytes: size('/sw.js'), limit: 8 * KB });
  return budgets.map((budget) => ({ ...budget, ok: budget.bytes <= budget.limit }));
}

/** The page and every script and style it names: Vite lists the static imports of the entry as modulepreload. */
export function criticalUrls(pagePath) {
  const page = readFileSync(pagePath, 'utf8');
  const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const urls = tags
    .filter((tag) => tag.startsWith('<script') || /rel="?(?:stylesheet|modulepreload|preload)"?/.test(tag))
    .map((tag) => /(?:src|href)="?([^"\s>]+)/.exec(tag)?.[1])
    .filter((url) => url !== undefined);
  return ['/', ...new Set(urls)];
}

export function describeBudget({ name, bytes, limit, ok }) {
  return `${ok ? 'ok  ' : 'OVER'} ${name}: ${(bytes / KB).toFixed(1)} KB of ${limit / KB} KB (brotli 11)`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const budgets = measureBudgets();
  for (const budget of budgets) console.log(describeBudget(budget));
  process.exitCode = budgets.every(({ ok }) => ok) ? 0 : 1;
}
