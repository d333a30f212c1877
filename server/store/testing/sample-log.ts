import { emptyHead, type Head } from '../../../shared/log/append.ts';
import { bytesToHex } from '../../../shared/protocol/bytes.ts';
import { chainHash, entryId, type Entry, type Run } from '../../../shared/protocol/entry.ts';
import { encodeHeader } from '../../../shared/protocol/header.ts';
import { toChannelId, type ChannelId, type ChannelTypeName, type DeviceId } from '../../../shared/protocol/ids.ts';
import { laneOfKind, type Lane } from '../../../shared/protocol/parameters.ts';
import type { Seeded } from '../../../shared/protocol/seeded.ts';
import { toSegment } from '../../../shared/sync/segments.ts';
import type { NewSegment } from '../../../shared/sync/store.ts';
import { sha256Node } from '../sha256-node.ts';

/** A log whose entries are real and whose signatures are random bytes: a store does not look at them. */
export type SampleLog = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  /** The next `count` entries as one segment. */
  next(count?: number): NewSegment;
  /** Goes on from an earlier head; what comes next forks the log. */
  backTo(head: Head): void;
  head(): Head;
  /** Every entry that was made, also those of other branches, in order. */
  readonly entries: readonly Entry[];
  /** Entries `from` to `to` of the newest branch as one segment. */
  segment(from: number, to: number): NewSegment;
};

const kindByLane = [0x0a, 0x40, 0x80, 0xc0] as const;

/** A log of random bodies. */
export function createSampleLog(
  seeded: Seeded,
  where: Partial<Pick<SampleLog, 'channel' | 'device' | 'lane'>> = {},
): SampleLog {
  const channel = where.channel ?? sampleChannel(seeded, 'feed');
  const device = where.device ?? bytesToHex(seeded.bytes(16));
  const lane = where.lane ?? 2;
  const entries: Entry[] = [];
  const baseById = new Map<string, Head>();
  let branch: Entry[] = [];
  let head = emptyHead(channel, device, lane);

  function makeEntry(): Entry {
    const body = seeded.bytes(20 + seeded.int(200));
    const header = {
      channel,
      device,
      kind: kindByLane[lane],
      number: head.number + 1,
      clockMs: 1_700_000_000_000 + seeded.int(1_000_000),
      counter: 0,
      after: [],
      bodyLength: body.length,
      bodyHash: sha256Node(body),
    };
    const hash = chainHash(head.hash, encodeHeader(header), sha256Node);
    const entry: Entry = { ...header, id: entryId(hash), hash, body, absence: null, headerBytes: null };
    baseById.set(entry.id, head);
    head = { number: entry.number, hash };
    entries.push(entry);
    branch.push(entry);
    return entry;
  }

  function segment(from: number, to: number): NewSegment {
    const part = branch.filter((entry) => entry.number >= from && entry.number <= to);
    const base = baseById.get(part[0]?.id ?? '')?.hash;
    if (base === undefined || part.length !== to - from + 1) throw new RangeError('no such entries');
    const run: Run = {
      channel,
      device,
      lane: laneOfKind(kindByLane[lane]),
      from,
      base,
      entries: part,
      signatures: new Map([[to, seeded.bytes(64)]]),
    };
    return toSegment(run);
  }

  return {
    channel,
    device,
    lane,
    entries,
    segment,
    head: () => head,
    backTo(earlier) {
      branch = branch.filter((entry) => entry.number <= earlier.number);
      head = earlier;
    },
    next(count = 1) {
      const from = head.number + 1;
      for (let left = count; left > 0; left--) makeEntry();
      return segment(from, head.number);
    },
  };
}

/** A channel of a random owner. */
export function sampleChannel(seeded: Seeded, type: ChannelTypeName): ChannelId {
  return toChannelId(type, bytesToHex(seeded.bytes(16)));
}
