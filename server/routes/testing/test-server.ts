import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRelay, type OpenRelay, type RelayOptions } from '../../relay/open-relay.ts';
import { createApp, type App } from '../app.ts';
import { createHttpServer } from '../http-server.ts';

/** A whole server on loopback, in this process. */
export type TestServer = {
  readonly origin: string;
  readonly folder: string;
  readonly relay: OpenRelay;
  readonly app: App;
  /** What no route expected. */
  readonly errors: readonly Error[];
  /** Ends it; the folder stays. */
  stop(): Promise<void>;
};

/** A new empty folder for data. */
export function newDataFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tayori-data-'));
}

/** Starts a server in `folder`. Throws when it cannot be opened. */
export async function startTestServer(folder: string, options: Partial<RelayOptions> = {}): Promise<TestServer> {
  const clientFolder = join(folder, 'client');
  mkdirSync(clientFolder, { recursive: true });
  writeFileSync(join(clientFolder, 'index.html'), '<!doctype html><head><title>Tayori</title></head>');
  const opened = await openRelay({
    folder,
    origins: null,
    store: { readers: 1 },
    onFailure: () => undefined,
    now: Date.now,
    ...options,
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  const relay = opened.value;
  const errors: Error[] = [];
  const app = createApp({
    ...relay,
    clientFolder,
    origins: options.origins ?? null,
    onError: (error) => errors.push(error),
  });
  const server = createHttpServer(app, () => false);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    folder,
    relay,
    app,
    errors,
    async stop() {
      app.lines.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await relay.close();
    },
  };
}

/** Removes the folder of a server that was stopped. */
export function removeDataFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
