import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Where Node finds the script of a thread that stands beside the module `moduleUrl`. Node 20 runs no TypeScript, so from a source (in tests)
 * this is what the build made of it; `npm test` builds first.
 */
export function workerUrl(name: string, moduleUrl: string): URL {
  if (!moduleUrl.endsWith('.ts')) return new URL(`${name}.js`, moduleUrl);
  const source = fileURLToPath(new URL(`${name}.js`, moduleUrl));
  const at = source.lastIndexOf('/server/');
  return pathToFileURL(`${source.slice(0, at)}/dist/node${source.slice(at)}`);
}
