import { performance } from 'node:perf_hooks';
import { createReplica } from '../../shared/fold/replica.ts';
import type { Listed } from '../../shared/fold/timeline.ts';
import { splitBatch } from '../../shared/protocol/decode-batch.ts';
import { createVerifier } from '../../shared/protocol/sign.ts';
import { createHoldings } from '../../shared/device/holdings.ts';
import { takeIn } from '../../shared/sync/take-in.ts';
import { loadEngine } from '../relay/load-engine.ts';
import { sha256Node } from '../store/sha256-node.ts';
import { makeBatches } from './browser-batches.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';

const entryCount = 100_000;
const batchEntries = 10_000;
const pageSize = 50;
const times = 21;
const depths = [0.01, 0.1, 0.5, 0.9, 0.999];

/** A page of 50 voices anywhere among 100,000, as the app's worker folds it, against the newest page. */
export async function benchDeepList(report: Report): Promise<void> {
  const replica = createReplica(null);
  const ports = { ...createHoldings(), verifier: createVerifier(await loadEngine()), hash: sha256Node };
  for (const batch of await makeBatches(entryCount, batchEntries)) {
    const taken = await takeIn(batch, null, ports);
    const parts = splitBatch(batch);
    if (!taken.ok || !parts.ok) throw new Error('a batch of the workload cannot be read');
    replica.addCertificates(parts.value.certificates);
    replica.add(taken.value.items);
  }
  const time = { nowMs: Date.now(), receivedAtMs: () => null };
  const all = replica.voices.list({ channels: null, limit: entryCount }, time);
  if (all.length !== entryCount) throw new Error(`${all.length} voices`);
  const pageMs = (after: Listed | undefined) => {
    const took: number[] = [];
    for (let i = 0; i < times; i++) {
      const from = performance.now();
      const page = replica.voices.list({ channels: null, limit: pageSize, ...(after && { after }) }, time);
      took.push(performance.now() - from);
      if (page.length !== pageSize) throw new Error(`${page.length} voices in a page`);
    }
    return median(took);
  };
  pageMs(undefined);
  const newest = pageMs(undefined);
  const deepest = Math.max(...depths.map((depth) => pageMs(all[Math.floor(depth * (entryCount - pageSize - 1))])));
  const yardstick = `the newest page: ${newest.toFixed(2)} ms`;
  report({
    name: '100,000 voices: the slowest page of 50 wherever it begins',
    value: deepest,
    unit: 'ms',
    bound: 'max',
    limit: 10,
    yardstick,
  });
  report({
    name: '100,000 voices: that page against the newest',
    value: deepest / newest,
    unit: 'x the newest',
    bound: 'max',
    limit: 5,
    yardstick,
  });
}
