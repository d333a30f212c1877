import { existsSync } from 'node:fs';
import { makeInviteCode } from '../relay/invite-code.ts';
import { openServerKey } from '../relay/server-key.ts';
import { dataFolder } from '../store/data-folder.ts';

/** A new code of this server; nothing is stored until someone uses it. Throws where there is no data. */
export function showInviteCode(folder: string): string {
  const { serverKey } = dataFolder(folder);
  if (!existsSync(serverKey)) throw new Error(`${folder} holds no data.`);
  return makeInviteCode(openServerKey(serverKey).seed);
}
