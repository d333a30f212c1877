import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { listFiles } from './files.mjs';

const isPrecached = (path) => path !== 'sw.js' && !path.endsWith('.map') && !path.startsWith('screenshots/');

/** What the service worker keeps from its first run on: one `{ url, hash }` for every file of the built client. */
export function listPrecache(clientFolder) {
  return listFiles(clientFolder)
    .filter(isPrecached)
    .map((path) => ({
      url: path === 'index.html' ? '/' : `/${path}`,
      hash: createHash('sha256')
        .update(readFileSync(join(clientFolder, path)))
        .digest('hex')
        .slice(0, 16),
    }));
}
