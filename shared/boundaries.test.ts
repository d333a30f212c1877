import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

// Who may import whom. A trailing `type` allows `import type` only: types leave no edge in what runs.
const layers: Record<string, readonly string[]> = {
  'shared/errors': [],
  'shared/protocol': ['shared/errors'],
  'shared/kinds': ['shared/errors', 'shared/protocol'],
  'shared/log': ['shared/errors', 'shared/protocol', 'shared/kinds'],
  'shared/sync': ['shared/errors', 'shared/protocol', 'shared/kinds', 'shared/log'],
  'shared/fold': ['shared/errors', 'shared/protocol', 'shared/kinds', 'shared/log'],
  'shared/device': ['shared/errors', 'shared/protocol', 'shared/kinds', 'shared/log', 'shared/sync', 'shared/fold'],
  'shared/host': ['shared/errors', 'shared/protocol', 'shared/kinds', 'shared/log', 'shared/sync', 'shared/fold'],
  'shared/api': ['shared/errors', 'shared/protocol', 'shared/kinds', 'shared/log', 'shared/sync'],
  'shared/places': [],
  'shared/simulate': ['shared/'],
  'shared/demo': ['shared/protocol', 'shared/kinds'],
  'shared/bench': ['shared/'],
  'shared/globals.d': [],
  'client/main': ['client/', 'shared/'],
  'client/after-start': ['client/', 'shared/'],
  'client/build-constants.d': [],
  'client/views': ['client/actions', 'client/state', 'client/ui', 'client/text', 'client/styles', 'shared/ type'],
  'client/ui': ['client/text', 'client/styles', 'shared/ type'],
  'client/styles': [],
  'client/text': ['shared/ type'],
  'client/state': ['client/text', 'shared/'],
  'client/actions': ['client/db', 'client/sync', 'client/state', 'client/text', 'client/platform', 'shared/'],
  'client/db': ['client/platform', 'shared/'],
  'client/sync': ['client/platform', 'shared/'],
  'client/worker': ['client/db', 'client/sync', 'client/platform', 'client/state', 'shared/'],
  'client/platform': ['shared/'],
  'client/sw': ['client/db', 'client/sync', 'client/platform', 'client/text', 'shared/'],
  'client/e2e': ['client/', 'server/tools', 'shared/', 'dist/'],
  'server/main': ['server/', 'shared/'],
  'server/routes': ['server/relay', 'shared/'],
  'server/relay': ['server/store', 'shared/'],
  'server/store': ['shared/'],
  'server/cli': ['server/', 'shared/'],
  'server/bench': ['server/', 'shared/'],
  'server/tools': [],
};

const clientPackages = /^(preact|dexie|idb|workbox-window)(\/|$)/;
const serverPackages = /^(hono|@hono|better-sqlite3|pino|sodium-native|node:.*)(\/|$)/;
const mayReadEnvironment = /^server\/(main\.ts|tools\/|cli\/|bench\/)|^shared\/bench\/|^client\/e2e\//;
const impure =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bgetRandomValues\b|\bset(Timeout|Interval)\(/;

interface Import {
  readonly to: string;
  readonly isType: boolean;
}

// Strings are matched first, so that `//` inside one is not taken for a comment.
function withoutComments(source: string): string {
  const token = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/.*|\/\*[\s\S]*?\*\//g;
  return source.replace(token, (_, text: string | undefined) => text ?? ' ');
}

function importsOf(code: string): Import[] {
  const statement = /(?:^|[;}\n])\s*(?:import|export)\b(\s+type\b)?(?:[\w$*{}\s,]*?\bfrom)?\s*['"]([^'"]+)['"]/g;
  const call = /\bimport\(\s*['"`]([^'"`]+)['"`]/g;
  const workerFile = /\bnew URL\(\s*['"]([^'"]+\.[jt]sx?)['"],\s*import\.meta\.url/g;
  return [
    ...[...code.matchAll(statement)].map(([, type, to]) => ({ to: to ?? '', isType: type !== undefined })),
    ...[...code.matchAll(call), ...code.matchAll(workerFile)].map(([, to]) => ({ to: to ?? '', isType: false })),
  ];
}

/** shared/log/union.ts → shared/log; server/main.ts → server/main. */
function layerOf(path: string): string {
  const [world = '', place = ''] = path.split('/');
  return `${world}/${place.replace(/\.(tsx?|mjs)$/, '')}`;
}

function importViolation(path: string, { to, isType }: Import): string | undefined {
  const isTest = /\.test\.tsx?$/.test(path);
  const world = path.split('/')[0];
  if (/^[~#/]|^@\//.test(to)) return 'uses a path alias';
  if (!to.startsWith('.')) {
    const isNodeSide = isTest || /^(shared\/bench|client\/e2e|server)\//.test(path);
    if (to.startsWith('node:')) return isNodeSide ? undefined : 'belongs to Node';
    const name = /^(@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to;
    const isForTests = isTest || /^(client\/e2e|server\/(tools|bench))\//.test(path);
    if (!(name in manifest.dependencies) && !(isForTests && name in manifest.devDependencies)) return 'is not declared';
    if (isTest) return undefined;
    if (world === 'shared' && !/^shared\/(protocol|bench)\//.test(path)) return 'is a package';
    if (path.startsWith('shared/protocol/') && !name.startsWith('@noble/')) return 'is a package';
    if (world === 'client' && serverPackages.test(to)) return "is the server's";
    if (world === 'server' && clientPackages.test(to)) return "is the client's";
    return undefined;
  }
  if (!/\.(tsx?|m?js|json|css|svg)(\?\w+)?$/.test(to)) return 'has no extension';
  const target = posix.join(posix.dirname(path), to);
  const [from, into] = [layerOf(path), layerOf(target)];
  const allowed = isTest ? [`${world}/`, 'shared/'] : layers[from];
  if (!allowed) return `comes from ${from}, which is not in the table of layers`;
  const matches = (rule: string) => (rule.endsWith('/') ? into.startsWith(rule) : into === rule);
  const isAllowed = allowed.some((rule) => matches(rule.replace(' type', '')) && (isType || !rule.endsWith(' type')));
  return from === into || isAllowed
    ? undefined
    : `is against the direction ${from} → ${allowed.join(', ') || 'nothing'}`;
}

function violations(path: string, source: string): string[] {
  const code = withoutComments(source);
  const isTest = /\.test\.tsx?$/.test(path);
  const found: string[] = [];
  for (const edge of importsOf(code)) {
    const complaint = importViolation(path, edge);
    if (complaint) found.push(`${path}: '${edge.to}' ${complaint}`);
  }
  if (!isTest && !(layerOf(path) in layers)) found.push(`${path}: ${layerOf(path)} is not in the table of layers`);
  if (/(^|\/)index\.tsx?$/.test(path)) found.push(`${path}: a barrel by its name`);
  const rest = code.replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+['"][^'"]+['"];?/g, '');
  if (code.trim() && !rest.trim()) found.push(`${path}: a barrel, it only re-exports`);
  if (!isTest && !mayReadEnvironment.test(path) && /\bprocess\.env\b|['"](node:)?process['"]/.test(code)) {
    found.push(`${path}: reads the environment`);
  }
  if (!isTest && /^shared\/(?!bench\/)/.test(path) && impure.test(code)) {
    found.push(`${path}: has a clock or randomness of its own: ${impure.exec(code)?.[0]}`);
  }
  return found;
}

function sourceFiles(): string[] {
  return ['shared', 'client', 'server'].flatMap((world) =>
    readdirSync(`${root}/${world}`, { recursive: true, encoding: 'utf8' })
      .map((path) => `${world}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(tsx?|mjs)$/.test(path) && path !== 'shared/boundaries.test.ts'),
  );
}

test('every import goes in the direction of the layers, and shared has no clock or randomness of its own', () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((path) => violations(path, readFileSync(`${root}/${path}`, 'utf8')))).toEqual([]);
});

test.each([
  ['shared/protocol/a.ts', `import { x } from '../log/union.ts';`, 'against the direction'],
  ['shared/sync/a.ts', `import { x } from '../fold/b.ts';`, 'against the direction'],
  ['shared/fold/a.ts', `export { x } from '../sync/b.ts';\nconst y = 1;`, 'against the direction'],
  ['shared/log/a.ts', `const x = await import('../../server/store/b.ts');`, 'against the direction'],
  ['shared/log/a.ts', `import {\n  a,\n  b,\n} from 'node:fs';`, 'belongs to Node'],
  ['shared/kinds/a.ts', `import { sha256 } from '@noble/hashes/sha2.js';`, 'is a package'],
  ['shared/fold/a.ts', `import 'preact';`, 'is a package'],
  ['shared/elsewhere/a.ts', `const x = 1;`, 'not in the table'],
  ['shared/log/a.ts', `import { x } from './b';`, 'has no extension'],
  ['shared/log/a.ts', `const x = Date.now();`, 'clock or randomness'],
  ['shared/log/a.ts', `const x = new Date( );`, 'clock or randomness'],
  ['shared/log/a.ts', `const x = 'http://a'; const y = Math.random();`, 'clock or randomness'],
  ['shared/log/index.ts', `const x = 1;`, 'a barrel'],
  ['client/ui/all.ts', `export * from './a.ts';\nexport type { B } from './b.ts';`, 'a barrel'],
  ['client/views/a.tsx', `import { open } from '../db/open.ts';`, 'against the direction'],
  ['client/views/a.tsx', `import { foldX } from '../../shared/fold/x.ts';`, 'against the direction'],
  ['client/db/a.ts', `new Worker(new URL('../sync/w.ts', import.meta.url));`, 'against the direction'],
  ['client/actions/a.ts', `import { x } from '../../server/relay/b.ts';`, 'against the direction'],
  ['client/actions/a.ts', `import { Hono } from 'hono';`, "is the server's"],
  ['client/actions/a.ts', `import x from '@/state/b.ts';`, 'path alias'],
  ['client/actions/a.ts', `import x from 'left-pad';`, 'is not declared'],
  ['server/routes/a.ts', `import { x } from '../store/b.ts';`, 'against the direction'],
  ['server/store/a.ts', `import type { X } from '../relay/b.ts';`, 'against the direction'],
  ['server/relay/a.ts', `import { render } from 'preact';`, "is the client's"],
  ['server/relay/a.test.ts', `import { x } from '../../client/db/b.ts';`, 'against the direction'],
  ['server/relay/a.ts', `const port = process.env.PORT;`, 'reads the environment'],
])('the check refuses in %s: %j', (path, source, complaint) => {
  expect(violations(path, source)).toEqual([expect.stringContaining(complaint)]);
});

test.each([
  ['shared/protocol/a.ts', `import { sha256 } from '@noble/hashes/sha2.js';\nimport { x } from './b.ts';`],
  ['shared/log/a.ts', `// Date.now() is a port\nimport type { X } from '../kinds/b.ts';`],
  ['client/views/a.tsx', `import type { X } from '../../shared/fold/x.ts';\nimport { go } from '../actions/go.ts';`],
  [
    'server/relay/a.test.ts',
    `import { x } from '../../shared/simulate/b.ts';\nimport { readFileSync } from 'node:fs';`,
  ],
])('the check lets pass in %s: %j', (path, source) => {
  expect(violations(path, source)).toEqual([]);
});
