import { ask } from './engine.ts';

/** Has the worker bring what the last screens ask of it. Where that cannot be had, each screen says so when it is asked for. */
export async function prepareLater(): Promise<void> {
  await ask('prepare', null);
}
