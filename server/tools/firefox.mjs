import { installFromDebian } from './debian.mjs';
import { existsSync } from 'node:fs';

const systemPaths = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Path of a Firefox: the one named by TAYORI_FIREFOX or the system's; as root on Debian it is installed. Throws an Error that says what to do. */
export async function ensureFirefox() {
  const named = process.env.TAYORI_FIREFOX;
  if (named) return named;
  const find = () => systemPaths.find((path) => existsSync(path));
  if (!find()) await installFromDebian('Firefox ESR', ['firefox-esr']);
  const path = find();
  if (path) return path;
  throw new Error(
    'No Firefox was found and none could be installed. Install one (Debian: apt-get install -y firefox-esr)\n' +
      'or name it: TAYORI_FIREFOX=/path/to/firefox npm test',
  );
}
