import { chainHash, entryId, logStart, type Entry, type Run } from '../protocol/entry.ts';
import { encodeHeader, whyBadHeader } from '../protocol/header.ts';
import { sha256 } from '../protocol/hash.ts';
import type { ChannelId, DeviceId, EntryId } from '../protocol/ids.ts';
import { laneOfKind, type Lane } from '../protocol/parameters.ts';
import type { HybridClock } from './hybrid-clock.ts';

/** The last number and hash of a log. */
export type Head = { readonly number: number; readonly hash: Uint8Array };

/** What a device wants to write. `body` comes from `encodeBody`. */
export type Draft = {
  readonly channel: ChannelId;
  readonly kind: number;
  readonly body: Uint8Array;
  readonly after?: readonly EntryId[];
};

/** The head of a log that holds nothing yet. */
export function emptyHead(channel: ChannelId, device: DeviceId, lane: Lane): Head {
  return { number: 0, hash: logStart(channel, device, lane) };
}

/** The next entry of the log with head `head`. Pure: the caller signs it and keeps it. Throws when the draft breaks a limit of headers. */
export function appendEntry(device: DeviceId, head: Head, draft: Draft, clock: HybridClock): Entry {
  const header = {
    channel: draft.channel,
    device,
    kind: draft.kind,
    number: head.number + 1,
    clockMs: clock.ms,
    counter: clock.counter,
    after: draft.after ?? [],
    bodyLength: draft.body.length,
    bodyHash: sha256(draft.body),
  };
  const detail = whyBadHeader(header);
  if (detail !== null) throw new RangeError(`cannot append: ${detail}`);
  const hash = chainHash(head.hash, encodeHeader(header));
  return { ...header, id: entryId(hash), hash, body: draft.body, absence: null, headerBytes: null };
}

/** The run of one entry just appended to `head`. */
export function runOfEntry(head: Head, entry: Entry, signature: Uint8Array): Run {
  return {
    channel: entry.channel,
    device: entry.device,
    lane: laneOfKind(entry.kind),
    from: entry.number,
    base: head.hash,
    entries: [entry],
    signatures: new Map([[entry.number, signature]]),
  };
}
