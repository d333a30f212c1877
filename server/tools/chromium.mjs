import { existsSync } from 'node:fs';
import { installFromDebian, isRoot } from './debian.mjs';
import { bin } from './paths.mjs';
import { run, say } from './run.mjs';

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a Chromium: the one named by TAYORI_CHROMIUM, Playwright's own, the system's, or undefined. */
export async function findChromium() {
  const named = process.env.TAYORI_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`TAYORI_CHROMIUM names ${named}, which does not exist.`);
  }
  const { chromium } = await import('playwright');
  return [chromium.executablePath(), ...systemPaths].find((path) => path && existsSync(path));
}

/** Finds a Chromium or installs one. Throws an Error that says what to do when neither works. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  // Debian's package first where it can be had: it brings the libraries and fonts that Playwright's download expects.
  const fromDebian = () => installFromDebian('Chromium and Japanese fonts', ['chromium', 'fonts-noto-cjk']);
  for (const install of [fromDebian, installFromPlaywright]) {
    await install();
    const installed = await findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium was found and none could be installed. Install one (Debian: apt-get install -y chromium;\n' +
      'elsewhere: npx playwright install chromium) or name it: TAYORI_CHROMIUM=/path/to/chromium npm test',
  );
}

async function installFromPlaywright() {
  say('Installing Chromium with Playwright …');
  const { code, output } = await run(bin('playwright'), ['install', 'chromium']);
  if (code !== 0) say(output);
}

// The box for searching: two pages of its own in every window, three quarters of what a browser with four contexts costs.
const unusedFeatures = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

// What Playwright takes away from the Chromium that it starts. Of two such switches Chromium heeds the last, so that ours has to name them too.
const playwrightsFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** What Playwright's `chromium.launch` needs here; the switches keep Chromium from calling its maker at every start, and from what no story sees. */
export async function chromiumLaunchOptions() {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('No Chromium was found; `npm test` installs one.');
  const args = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    `--disable-features=${[...unusedFeatures, ...playwrightsFeatures].join(',')}`,
  ];
  return { executablePath, args: isRoot ? [...args, '--no-sandbox'] : args };
}
