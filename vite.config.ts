import { createHash } from 'node:crypto';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import type {} from 'vitest/config';
import { listLater, listPrecache } from './server/tools/precache.mjs';

// Two builds by mode, `app` and then `worker` into the same folder, because a chunk shared by both would break the
// worker; in `app-test…` and `worker-test…` __TEST_BUILD__ names the mode, so that each is a version of its own. See client/build-constants.d.ts.
export default defineConfig(({ mode }) => {
  if (process.env['VITEST']) return tests;
  const build = mode.startsWith('worker') ? worker : app;
  return { ...build, define: { __TEST_BUILD__: JSON.stringify(mode.includes('-test') && mode.replace(/^\w+-/, '')) } };
});

// The library of the views, sealing without WebCrypto, and what is done once in a long while, as files and leaving.
const laterWorkerChunks = new Set(['saver', 'seal-noble', 'seldom', 'handles', 'talk', 'stretch-noble']);

const laterChunks = new Set([
  'en',
  'ja-easy',
  'seldom-notices',
  'decode',
  'qr-decoder',
  'places',
  'sounds',
  'recovery-screens',
  'ask-recovery',
  'japanese',
  'english',
  'workbox-window.prod.es5',
]);

const app: UserConfig = {
  root: 'client',
  publicDir: '../public',
  plugins: [inlineFirstStyles()],
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        // Not needed for the first screen, and would not fit beside the rest: kept on the device once it was used.
        chunkFileNames: ({ name }) => `assets/${laterWorkerChunks.has(name) ? 'later-' : ''}[name]-[hash].js`,
        // What the first bytes need stays together in one file, also where later ones need it too.
        codeSplitting: { groups: [{ name: 'worker', test: /client\/worker\/main\.ts$/ }] },
      },
    },
  },
  build: {
    target: 'es2022',
    emptyOutDir: true,
    assetsDir: 'assets',
    modulePreload: { polyfill: false },
    // A file inlined as data: would be refused by the content security policy.
    assetsInlineLimit: 0,
    // One file with all that the first screen needs, and one with the screens behind it: forty small ones compress a
    // fifth worse and each costs a round trip on a thin line. What is rarely needed (QR, other languages) stays apart.
    rolldownOptions: {
      output: {
        // The worker keeps these when the line is good: other languages than the chosen one, what reads a code from the camera, and the places of Japan.
        chunkFileNames: ({ name }) => `assets/${laterChunks.has(name) ? 'later-' : ''}[name]-[hash].js`,
        codeSplitting: {
          groups: [
            { name: 'app', test: /client\/main\.tsx$/, priority: 2 },
            { name: 'screens', test: /client\/views\/far-screens\.ts$/, priority: 1 },
            { name: 'after-start', test: /client\/after-start\.ts$/ },
            // The screen of it lives elsewhere: a third file for what both need would cost its name in the first one.
            { name: 'seldom-notices', test: /client\/(views\/seldom-notices\.tsx|actions\/quiet\.ts)$/ },
          ],
        },
      },
    },
  },
};

const worker: UserConfig = {
  root: 'client',
  publicDir: false,
  plugins: [injectPrecache()],
  build: {
    target: 'es2022',
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'client/sw/main.ts',
      output: { format: 'iife', entryFileNames: 'sw.js', codeSplitting: false },
    },
  },
};

// Tests assert no duration, so their time limit only ends what hangs, also on a busy machine.
const limits = { testTimeout: 120_000, hookTimeout: 120_000 };

const tests: UserConfig = {
  test: {
    projects: [
      { test: { name: 'shared', include: ['shared/**/*.test.ts'], ...limits } },
      { test: { name: 'server', include: ['server/**/*.test.{ts,tsx}'], ...limits } },
      { test: { name: 'client', include: ['client/**/*.test.{ts,tsx}'], ...limits } },
      {
        test: {
          name: 'e2e',
          include: ['client/e2e/*.e2e.ts'],
          // Two files at once: half of a story is waiting for somebody else.
          maxWorkers: 2,
          // Of 205 one or two failed in each whole run, never the same; what fails twice fails.
          retry: 1,
          // Of tests that say they may run side by side.
          maxConcurrency: 2,
          // As long as a page of Playwright waits: a second, as set without this, is short where five browsers run.
          expect: { poll: { timeout: 30_000 } },
          ...limits,
        },
      },
    ],
  },
};

/** Writes the styles of the first screen into the page: on a thin line a file of their own costs a second connection, which is two round trips. The server allows them by their hash. */
function inlineFirstStyles(): Plugin {
  let styles = '';
  return {
    name: 'tayori-inline-styles',
    generateBundle: {
      // Before the names of styles are written into the page and into what loads later files.
      order: 'pre',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk' || file.name !== 'app') continue;
          for (const name of file.viteMetadata?.importedCss ?? []) {
            const sheet = bundle[name];
            if (sheet?.type !== 'asset') throw new Error(`${name} is not among the built files`);
            styles += String(sheet.source).replace(/\s*\/\*\$vite\$.*$/s, '');
            delete bundle[name];
          }
          file.viteMetadata?.importedCss.clear();
        }
      },
    },
    transformIndexHtml: {
      order: 'post',
      // The script is named last: found while the rest of the page is still coming, it would be fetched over a second connection.
      handler(page) {
        const [script = ''] = /[ ]*<script type="module".*?<\/script>\n/s.exec(page) ?? [];
        return page
          .replace(script, () => `    <style>${styles}</style>\n`)
          .replace('  </body>', () => `${script}  </body>`)
          .replace(/\n +/g, '\n');
      },
    },
  };
}

function injectPrecache(): Plugin {
  return {
    name: 'tayori-precache',
    config(config) {
      const folder = config.build?.outDir ?? 'dist/client';
      const precache = JSON.stringify(listPrecache(folder));
      const version = createHash('sha256').update(precache).digest('hex').slice(0, 16);
      return {
        define: {
          __PRECACHE__: precache,
          __PRECACHE_VERSION__: JSON.stringify(version),
          __LATER__: JSON.stringify(listLater(folder)),
        },
      };
    },
  };
}
