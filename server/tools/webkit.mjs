import { existsSync } from 'node:fs';
import { installFromDebian } from './debian.mjs';

const driver = '/usr/bin/WebKitWebDriver';
const display = '/usr/bin/Xvfb';

/** Paths of WebKitGTK's driver and of a display for it; as root on Debian they are installed. Throws an Error that says what to do. */
export async function ensureWebKit() {
  const isHere = () => existsSync(driver) && existsSync(display);
  if (!isHere()) await installFromDebian('WebKitGTK', ['webkit2gtk-driver', 'xvfb']);
  if (isHere()) return { driver, display };
  throw new Error(
    'WebKitGTK was not found and could not be installed. On Debian: apt-get install -y webkit2gtk-driver xvfb',
  );
}
