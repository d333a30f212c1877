import { ownerOfChannel, type ChannelId } from '../../shared/protocol/ids.ts';

/**
 * The shard of a channel out of `count`: FNV-1a (32 bits) over the hex digits of its owner, so that a person's feed, life and inbox share
 * one. The same on every engine; another `count` begins a new epoch.
 */
export function shardOfChannel(channel: ChannelId, count: number): number {
  if (count === 1) return 0;
  let hash = 0x811c9dc5;
  for (const digit of ownerOfChannel(channel)) hash = Math.imul(hash ^ digit.charCodeAt(0), 0x01000193);
  return (hash >>> 0) % count;
}
