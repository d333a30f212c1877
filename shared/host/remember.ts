import { decodeBody } from '../kinds/body.ts';
import { kindNumber } from '../kinds/kinds.ts';
import { readItem, type Item } from '../log/item.ts';
import { isCertificateSigned } from '../log/statements.ts';
import { decodeCertificate } from '../protocol/certificate.ts';
import { decodeSegment } from '../protocol/decode-batch.ts';
import type { Run } from '../protocol/entry.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { typeOfChannel, type ChannelId } from '../protocol/ids.ts';
import type { Verifier } from '../protocol/sign.ts';
import { fromSegment } from '../sync/segments.ts';
import type { StoredSegment } from '../sync/store.ts';
import type { HostDirectory } from './directory.ts';

const eraseNumber = kindNumber('erase');
/** Read at once, so that their signatures are checked side by side. */
const groupSize = 512;

/**
 * Whether a row of lane 0 holds what a directory remembers: everything in cards, inboxes and conversations, and erasures wherever they
 * stand. Looks at kinds
 * alone, since most of lane 0 are signs of life.
 */
export function mayBeRemembered(channel: ChannelId, blob: Uint8Array): boolean {
  const type = typeOfChannel(channel);
  if (type === 'card' || type === 'inbox' || type === 'conv') return true;
  const columns = decodeSegment(blob, channel, '');
  return !columns.ok || columns.value.structures.some((structure) => structure[0] === eraseNumber);
}

/**
 * Fills an empty directory from what a store holds: certificates first, because they say whose a log is, then the rest in order of arrivals, so that
 * the journal of access is as it was. `segments` may be all of a store, or at least what `mayBeRemembered` of lane 0 and what lent devices wrote.
 */
export async function rememberStore(
  segments: readonly StoredSegment[],
  directory: HostDirectory,
  verifier: Verifier,
  hash: Sha256 = sha256,
): Promise<void> {
  const runs = new Map<StoredSegment, Run>();
  const runOf = (segment: StoredSegment): Run => {
    const run = runs.get(segment) ?? fromSegment(segment, hash);
    runs.set(segment, run);
    return run;
  };
  const isCard = ({ channel }: StoredSegment) => typeOfChannel(channel) === 'card';
  const cards = segments.filter((segment) => segment.lane === 0 && isCard(segment));
  for (let at = 0; at < cards.length; at += groupSize) {
    const group = cards.slice(at, at + groupSize);
    await Promise.all(group.map((segment) => learnCertificates(runOf(segment), directory, verifier)));
  }
  const kept = segments.filter(
    ({ lane, channel, device, blob }) =>
      (lane === 0 && mayBeRemembered(channel, blob)) || isLent(directory.certificateOf(device)),
  );
  for (let at = 0; at < kept.length; at += groupSize) {
    const group = kept.slice(at, at + groupSize);
    const items = await Promise.all(group.map((segment) => itemsOf(runOf(segment), directory, verifier)));
    group.forEach(({ arrival }, i) => directory.add(items[i] ?? [], arrival));
  }
}

function isLent(certificate: { readonly maxEntries: number | null } | null): boolean {
  return (certificate?.maxEntries ?? null) !== null;
}

/** Certificates stand in entries of the card; the signature of the log itself was checked when it was stored. */
async function learnCertificates(run: Run, directory: HostDirectory, verifier: Verifier): Promise<void> {
  for (const entry of run.entries) {
    const body = entry.body ? decodeBody(entry.kind, entry.channel, entry.body) : null;
    if (!body?.ok || body.value?.kind !== 'device.cert') continue;
    const certificate = decodeCertificate(body.value.certificate);
    if (certificate.ok && (await isCertificateSigned(certificate.value, verifier)))
      directory.learn([certificate.value], []);
  }
}

async function itemsOf(run: Run, directory: HostDirectory, verifier: Verifier): Promise<readonly Item[]> {
  const author = directory.certificateOf(run.device)?.person;
  if (author === undefined) return [];
  return Promise.all(
    run.entries.map((entry, i) => readItem(entry, run.entries[i - 1]?.hash ?? run.base, author, verifier)),
  );
}
