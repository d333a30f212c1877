import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Signer } from '../../shared/protocol/sign.ts';
import { syncFolder } from '../store/data-folder.ts';
import { createNodeSigner } from './engine-node.ts';

/** The key by which a server is known to those who met it. */
export type ServerKey = { readonly seed: Uint8Array; readonly signer: Signer<Uint8Array> };

/**
 * The key in the file at `path`, made at first start and readable by its owner only. Durable before it is used: clients that met a key which
 * was lost would refuse the next one. Throws when the file is damaged.
 */
export function openServerKey(path: string): ServerKey {
  if (!existsSync(path)) makeKey(path);
  chmodSync(path, 0o600);
  const seed = readFileSync(path);
  if (seed.length !== 32) throw new Error(`${path} is no server key: it has ${seed.length} bytes, not 32.`);
  return { seed: new Uint8Array(seed), signer: createNodeSigner(seed) };
}

function makeKey(path: string): void {
  const next = `${path}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, randomBytes(32));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, path);
  syncFolder(dirname(path));
}
