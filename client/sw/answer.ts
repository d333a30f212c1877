import { isScreenPath } from '../../shared/api.ts';
import { isAppFile, keepLater, keptFile } from './app-files.ts';
import { workSignal } from './work.ts';

/**
 * The answer to a request that the app can serve itself, or nothing: then the browser asks the server as always. Pages that are no screen of the app
 * (pages without script, files of the server) come from the server while it is there.
 */
export function answer(request: Request): Promise<Response> | undefined {
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate') return isScreenPath(pathname) ? fromHere('/', request) : fromServer(request);
  return isAppFile(pathname) ? fromHere(pathname, request) : undefined;
}

async function fromHere(path: string, request: Request): Promise<Response> {
  return (await keptFile(path)) ?? keepLater(path, await fetch(request, { signal: workSignal() }));
}

async function fromServer(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (reason) {
    // Without a connection the app says more about any address than the browser's own page.
    const app = await keptFile('/');
    if (app) return app;
    throw reason;
  }
}
