import { readItem, type Item } from '../log/item.ts';
import { decodeBody } from '../kinds/body.ts';
import { decodeCertificate } from '../protocol/certificate.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { typeOfChannel } from '../protocol/ids.ts';
import type { Run } from '../protocol/entry.ts';
import type { Verifier } from '../protocol/sign.ts';
import { isCertificateSigned } from '../log/statements.ts';
import { fromSegment } from '../sync/segments.ts';
import type { StoredSegment } from '../sync/store.ts';
import type { HostDirectory } from './directory.ts';

/**
 * Fills an empty directory from what a store holds: certificates first, because they say whose a log is, then everything of lane 0 in order of
 * arrivals, so that the journal of access is as it was. `segments` may be all of a store or only lane 0 of it.
 */
export async function rememberStore(
  segments: readonly StoredSegment[],
  directory: HostDirectory,
  verifier: Verifier,
  hash: Sha256 = sha256,
): Promise<void> {
  const life = segments.filter((segment) => segment.lane === 0);
  const runs = life.map((segment) => ({ arrival: segment.arrival, run: fromSegment(segment, hash) }));
  for (const { run } of runs)
    if (typeOfChannel(run.channel) === 'card') await learnCertificates(run, directory, verifier);
  for (const { arrival, run } of runs) directory.add(await itemsOf(run, directory, verifier), arrival);
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
