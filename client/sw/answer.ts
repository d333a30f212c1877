import { isAppFile, keptFile } from './app-files.ts';

// The screens of the app. Other addresses (pages without script, files of the server) go to the server first.
const screens = /^\/(safety|friends|outbox|me|status|write|voice|i)?(\/|$)/;

/** The answer to a request that the app can serve itself, or nothing: then the browser asks the server as always. */
export function answer(request: Request): Promise<Response> | undefined {
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate') return screens.test(pathname) ? fromHere('/', request) : fromServer(request);
  return isAppFile(pathname) ? fromHere(pathname, request) : undefined;
}

async function fromHere(path: string, request: Request): Promise<Response> {
  return (await keptFile(path)) ?? fetch(request);
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
