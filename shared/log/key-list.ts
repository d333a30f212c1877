import { bytesToHex, concatBytes } from '../protocol/bytes.ts';
import { idToBytes, type ChannelId, type EntryId } from '../protocol/ids.ts';

/** A key as it is passed on: the entry that gave it out first, the channel that it serves, and its 32 bytes. */
export type ListedKey = { readonly id: EntryId; readonly channel: ChannelId; readonly key: Uint8Array };

const [idBytes, channelBytes, keyBytes] = [16, 18, 32];
const listedBytes = idBytes + channelBytes + keyBytes;

/** As many keys stand in one entry: sealed it is 4,096 bytes. */
export const maxListedKeys = 60;

/** The `keys` of one entry: id ‖ channel ‖ key of each, in order of ids. */
export function encodeKeyList(keys: readonly ListedKey[]): Uint8Array {
  const sorted = [...keys].sort((a, b) => (a.id < b.id ? -1 : 1));
  return concatBytes(...sorted.flatMap(({ id, channel, key }) => [idToBytes(id), idToBytes(channel), key]));
}

/** The keys in such a list; of one that is cut off those that are whole. */
export function decodeKeyList(bytes: Uint8Array): readonly ListedKey[] {
  const keys: ListedKey[] = [];
  for (let at = 0; at + listedBytes <= bytes.length; at += listedBytes) {
    const channelAt = at + idBytes;
    const keyAt = channelAt + channelBytes;
    keys.push({
      id: bytesToHex(bytes.subarray(at, channelAt)),
      channel: bytesToHex(bytes.subarray(channelAt, keyAt)),
      key: bytes.slice(keyAt, keyAt + keyBytes),
    });
  }
  return keys;
}
