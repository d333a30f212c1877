import { concatBytes } from '../protocol/bytes.ts';
import { idToBytes } from '../protocol/ids.ts';
import type { ListedKey } from './key-list.ts';

/** As many keys stand in one entry: sealed it is 4,096 bytes. */
export const maxListedKeys = 60;

/** The `keys` of one entry: id ‖ channel ‖ key of each, in order of ids. */
export function encodeKeyList(keys: readonly ListedKey[]): Uint8Array {
  const sorted = [...keys].sort((a, b) => (a.id < b.id ? -1 : 1));
  return concatBytes(...sorted.flatMap(({ id, channel, key }) => [idToBytes(id), idToBytes(channel), key]));
}
