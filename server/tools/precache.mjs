import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { listFiles } from './files.mjs';

// The picture of links is for messengers alone.
const isKept = (path) =>
  path !== 'sw.js' && path !== 'invite.png' && !path.endsWith('.map') && !path.startsWith('screenshots/');
// The icons are for whoever installs the app, who has a line then.
const isLater = (path) => path.startsWith('assets/later-') || path.startsWith('icon-');

/** What the service worker keeps from its first run on: one `{ url, hash }` for every file of the built client. */
export function listPrecache(clientFolder) {
  return list(clientFolder, (path) => isKept(path) && !isLater(path));
}

/** What it keeps once it was used: parts that the app can do without. */
export function listLater(clientFolder) {
  return list(clientFolder, (path) => isKept(path) && isLater(path));
}

function list(clientFolder, isWanted) {
  return listFiles(clientFolder)
    .filter(isWanted)
    .map((path) => ({
      url: path === 'index.html' ? '/' : `/${path}`,
      hash: createHash('sha256')
        .update(readFileSync(join(clientFolder, path)))
        .digest('hex')
        .slice(0, 16),
    }));
}
