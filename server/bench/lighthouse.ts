import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Report } from './report.ts';

// Lighthouse 13 wants Node 22. It is a tool of this bench alone and no dependency of the project: npm brings both when they are asked for.
const tools = ['node@22.23.3', 'lighthouse@13.5.0'];
const categories = ['performance', 'accessibility', 'best-practices'] as const;
const root = new URL('../../../../', import.meta.url);

type Scores = Readonly<Record<string, { readonly score: number | null }>>;

/** What Lighthouse says of the screen that a guest of the demo opens by their link, as on a phone. */
export async function benchLighthouse(report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tayori-lighthouse-'));
  const demo = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('dist/node/server/cli/demo.js', root)),
      '--persons',
      '60',
      '--no-qr',
      '--data',
      join(folder, 'town'),
    ],
    { env: { ...process.env, HOST: '127.0.0.1', PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const scores = await audit(await guestLink(demo.stdout), join(folder, 'report.json'));
    for (const name of categories)
      report({
        name: `Lighthouse 13 on the demo, a guest's link: ${name}`,
        value: scores ? Math.round((scores[name]?.score ?? 0) * 100) : 0,
        unit: scores ? 'of 100' : `of 100: ${tools.join(' and ')} could not be had from npm or did not run`,
        bound: 'min',
        limit: 95,
        yardstick: null,
      });
  } finally {
    demo.kill();
    await once(demo, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

async function guestLink(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const link = /^http:\S+\/i\/\S+/.exec(line)?.[0];
    if (link === undefined) continue;
    stdout.resume();
    return link;
  }
  throw new Error('the demo ended before it told its links');
}

async function audit(url: string, path: string): Promise<Scores | null> {
  const { chromiumLaunchOptions } = (await import(new URL('server/tools/chromium.mjs', root).href)) as {
    chromiumLaunchOptions(): Promise<{ executablePath: string; args: string[] }>;
  };
  const { executablePath, args } = await chromiumLaunchOptions();
  const run = spawn(
    'npx',
    [
      '--yes',
      ...tools.flatMap((tool) => ['-p', tool]),
      'lighthouse',
      url,
      '--quiet',
      '--output=json',
      `--output-path=${path}`,
      `--only-categories=${categories.join(',')}`,
      `--chrome-flags=${['--headless=new', ...args].join(' ')}`,
    ],
    // Outside of the project, so that npm looks at none of its own.
    { cwd: tmpdir(), env: { ...process.env, CHROME_PATH: executablePath }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = (await once(run, 'exit')) as [number | null];
  if (code !== 0) return null;
  return (JSON.parse(await readFile(path, 'utf8')) as { categories: Scores }).categories;
}
