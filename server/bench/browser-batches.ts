import { makePosts } from '../../shared/bench/workload.ts';
import { encodeBody } from '../../shared/kinds/body.ts';
import { kindNumber } from '../../shared/kinds/kinds.ts';
import { appendEntry, emptyHead, type Head } from '../../shared/log/append.ts';
import { encodeBatch } from '../../shared/protocol/encode-batch.ts';
import { signedBytes, type Entry } from '../../shared/protocol/entry.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { packRun } from '../../shared/protocol/pack-run.ts';
import { makeWriter, type Writer } from './town.ts';

const voice = kindNumber('voice');

/** The workload as a reader gets it: `count` voices of 200 authors in batches of `size`, oldest first, one signed run an author in each. */
export async function makeBatches(count: number, size: number): Promise<readonly Uint8Array[]> {
  const posts = makePosts(count);
  const writers = await Promise.all(Array.from({ length: 200 }, makeWriter));
  const heads = new Map<Writer, Head>();
  const batches: Uint8Array[] = [];
  for (let from = 0; from < count; from += size) {
    const entriesByWriter = new Map<Writer, Entry[]>();
    const baseByWriter = new Map<Writer, Head>();
    for (const post of posts.slice(from, from + size)) {
      const writer = writers[post.author];
      if (!writer) continue;
      const { device, person } = writer.certificate;
      const channel = toChannelId('feed', person);
      const head = heads.get(writer) ?? emptyHead(channel, device, 2);
      if (!baseByWriter.has(writer)) baseByWriter.set(writer, head);
      const place = post.place === null ? {} : { place: { level: 'municipality' as const, municipality: post.place } };
      const body = encodeBody('voice', { text: post.text, ...place });
      const entry = appendEntry(device, head, { channel, kind: voice, body }, { ms: post.atMs, counter: 0 });
      heads.set(writer, entry);
      const entries = entriesByWriter.get(writer);
      if (entries) entries.push(entry);
      else entriesByWriter.set(writer, [entry]);
    }
    const runs = [...entriesByWriter].map(async ([writer, entries]) => {
      const [first, last] = [entries[0], entries.at(-1)];
      const base = baseByWriter.get(writer);
      if (!first || !last || !base) throw new Error('an empty run');
      const { channel, device } = first;
      const signatures = new Map([[last.number, await writer.signer.sign(signedBytes(last.hash))]]);
      return packRun({ channel, device, lane: 2, from: first.number, base: base.hash, entries, signatures }, true);
    });
    const certificates = [...entriesByWriter.keys()].map((writer) => writer.certificate);
    batches.push(encodeBatch(await Promise.all(runs), { certificates, rotations: [], session: null }));
  }
  return batches;
}
