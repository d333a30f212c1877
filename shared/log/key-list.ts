import { bytesToHex } from '../protocol/bytes.ts';
import type { ChannelId, EntryId } from '../protocol/ids.ts';

/** A key as it is passed on: the entry that gave it out first, the channel that it serves, and its 32 bytes. */
export type ListedKey = { readonly id: EntryId; readonly channel: ChannelId; readonly key: Uint8Array };

const [idBytes, channelBytes, keyBytes] = [16, 18, 32];
const listedBytes = idBytes + channelBytes + keyBytes;

/** The keys in the `keys` of an entry: id ‖ channel ‖ key of each; of a list that is cut off those that are whole. */
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
