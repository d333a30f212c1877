import { existsSync } from 'node:fs';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { openServerKey } from '../relay/server-key.ts';
import { dataFolder } from '../store/data-folder.ts';

/** The public key by which clients know this server. Throws before its first start. */
export function showKeys(folder: string): string {
  const { serverKey } = dataFolder(folder);
  if (!existsSync(serverKey)) throw new Error(`${folder} has no key yet: it is made when the server first starts.`);
  return `server key (Ed25519, public): ${bytesToHex(openServerKey(serverKey).signer.publicKey)}`;
}
