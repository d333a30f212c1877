import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import webPush from 'web-push';
import { syncFolder } from '../store/data-folder.ts';

/** The key by which push services know this server (RFC 8292); both halves in base64url. */
export type VapidKeys = { readonly publicKey: string; readonly privateKey: string };

/** The keys in the file at `path`, made at first start and readable by its owner only. With other ones browsers subscribe anew. */
export function openVapid(path: string): VapidKeys {
  if (!existsSync(path)) {
    writeFileSync(`${path}.next`, JSON.stringify(webPush.generateVAPIDKeys()), { mode: 0o600, flush: true });
    renameSync(`${path}.next`, path);
    syncFolder(dirname(path));
  }
  chmodSync(path, 0o600);
  const { publicKey, privateKey } = JSON.parse(readFileSync(path, 'utf8')) as VapidKeys;
  return { publicKey, privateKey };
}
