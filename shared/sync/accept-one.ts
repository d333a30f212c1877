import { readItem } from '../log/item.ts';
import { equalBytes } from '../protocol/bytes.ts';
import type { BatchParts } from '../protocol/decode-batch.ts';
import { signedBytes, type Run } from '../protocol/entry.ts';
import { sha256 } from '../protocol/hash.ts';
import { openParts, type OpenRun } from '../protocol/open-batch.ts';
import { isStatus, type Accepted, type AcceptPorts } from './accept.ts';
import { withoutErased } from './erased-bodies.ts';
import { columnsToSegment, toSegment } from './segments.ts';

/**
 * The short way for what is sent most: one run of one entry that continues its log plainly, by a device whose certificate stands in a card, with
 * nothing erased about it. The checks are those of `acceptBatch` in the same order; null for everything else, and wherever one of them fails, so
 * that there is one place that refuses.
 */
export async function acceptOne(parts: BatchParts, size: number, ports: AcceptPorts): Promise<Accepted | null> {
  const { directory, store, verifier } = ports;
  const [frame] = parts.frames;
  if (frame === undefined || frame.count !== 1 || parts.frames.length !== 1) return null;
  if (parts.certificates.length + parts.rotations.length + parts.columns.references.length > 0) return null;
  const { channel, device, lane, from, base } = frame;
  const certificate = directory.certificateOf(device);
  if (certificate === null || !directory.isInCard(device)) return null;
  const heads = await store.heads(channel, device, lane);
  const head = heads[0] ?? null;
  if (heads.length > 1 || from !== (head?.number ?? 0) + 1) return null;
  const opened = openParts(parts, () => head?.hash ?? null, ports.hash ?? sha256);
  const open = opened.ok ? opened.value.runs[0] : undefined;
  const entry = open?.entries[0];
  const point = open?.signatures[0];
  if (open === undefined || open.problem !== null || entry === undefined || point === undefined) return null;
  if (entry.body === null) return null;
  if (entry.body === null) return null;
  if (base !== null && head !== null && !equalBytes(base, head.hash)) return null;
  const item = await readItem(entry, open.start, certificate.person, verifier);
  if (item.body?.kind === 'erase' || item.body?.kind === 'person.end' || directory.whyNotWelcome(item) !== null)
    return null;
  if (!(await verifier.verifySignature(certificate.signingKey, signedBytes(entry.hash), point.signature))) return null;
  const sent = new Set([entry.id.slice(0, 16)]);
  const code = directory.whyNotAdmitted(certificate.person, {
    lane,
    count: 1,
    bytes: size,
    hasStatus: isStatus(entry),
  });
  if (code !== null) return { refused: [{ run: 0, storedTo: from - 1, code }], stored: [], sent };
  // From here to the call of append nothing waits, so no erasure comes between.
  const segment = directory.isErased(entry)
    ? toSegment(withoutErased(toRun(open), directory))
    : columnsToSegment(open, parts.columns, entry);
  const appended = await store.append({ segments: [segment], erasings: [] });
  if (!appended.ok) return { refused: [{ run: 0, storedTo: from - 1, code: appended.error.code }], stored: [], sent };
  directory.add([item], appended.value[0] ?? 0);
  return { refused: [], stored: [item], sent };
}

function toRun({ channel, device, lane, from, start, entries, signatures }: OpenRun): Run {
  const byNumber = new Map(signatures.map((point) => [point.number, point.signature]));
  return { channel, device, lane, from, base: start, entries, signatures: byNumber };
}
