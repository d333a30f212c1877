import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Head } from '../../shared/log/append.ts';
import { unpackCommits, type ShardCommit } from './commit-message.ts';
import { readNewest } from './newest-rows.ts';
import { placesPerShard } from './open-database.ts';
import { openWriter, type OpenWriter } from './open-writer.ts';
import { createSideCalls } from './side-calls.ts';
import { createCheckpoints } from './checkpoints.ts';
import { whyNotWritten } from './write-failure.ts';
import type { WriteOutcome } from './writer.ts';
import type { FromWriter, ToWriter, WriterStart, WrittenMessage } from './writer-messages.ts';

// The thread that writes. A transaction holds whatever arrived while the one before ran: no timer, one sync for all of it.

const maxGroupBytes = 8 * 1024 * 1024;

type Commits = Extract<ToWriter, { kind: 'commits' }>;

const port = parentPort as MessagePort;
const { paths, options } = workerData as WriterStart;

function send(message: FromWriter, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function open(): OpenWriter | null {
  try {
    return openWriter(paths, options);
  } catch (error) {
    send({ kind: 'not-opened', detail: (error as Error).message });
    return null;
  }
}

function start({ database, writer, epoch, newEpochBecause, close }: OpenWriter): void {
  const callSide = createSideCalls(database);
  const newest = readNewest(database);
  const checkpoints = createCheckpoints(database, writer.fail);
  send({ kind: 'ready', epoch, newEpochBecause, arrivals: writer.arrivals(), newest });

  function writeGroup(group: readonly Commits[]): void {
    const commits = group.map(({ message }) => unpackCommits(message));
    const outcomes = new Map<ShardCommit, WriteOutcome>();
    for (const [shard, ofShard] of groupByShard(commits.flat())) {
      writer.write(shard, ofShard).forEach((outcome, i) => outcomes.set(ofShard[i] as ShardCommit, outcome));
    }
    for (const [i, { id, message }] of group.entries()) {
      const results = packOutcomes((commits[i] ?? []).map((commit) => outcomes.get(commit) as WriteOutcome));
      send({ kind: 'written', id, results }, [results.segments.buffer]);
      checkpoints.committed(message.bytes.length);
    }
  }

  function handle(messages: readonly ToWriter[]): void {
    let group: Commits[] = [];
    let bytes = 0;
    const flush = () => {
      if (group.length > 0) writeGroup(group);
      group = [];
      bytes = 0;
    };
    for (const message of messages) {
      if (message.kind === 'commits') {
        group.push(message);
        bytes += message.message.bytes.length;
        if (bytes >= maxGroupBytes) flush();
        continue;
      }
      flush();
      if (message.kind === 'close') {
        void end();
        return;
      }
      try {
        send({ kind: 'answer', id: message.id, value: { code: 'ok', value: callSide(message.call) } });
      } catch (error) {
        send({ kind: 'answer', id: message.id, value: whyNotWritten(error) });
      }
    }
    flush();
  }

  async function end(): Promise<void> {
    await checkpoints.close();
    // The last connection to close copies the log into the database; where that fails the log stays and the next opening does it.
    close();
    send({ kind: 'closed' });
    port.close();
  }

  port.on('message', (first: ToWriter) => {
    const messages = [first];
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
      messages.push(next.message as ToWriter);
    handle(messages);
  });
}

function groupByShard(commits: readonly ShardCommit[]): Map<number, ShardCommit[]> {
  const byShard = new Map<number, ShardCommit[]>();
  for (const commit of commits) {
    const list = byShard.get(commit.shard);
    if (list) list.push(commit);
    else byShard.set(commit.shard, [commit]);
  }
  return byShard;
}

function packOutcomes(outcomes: readonly WriteOutcome[]): WrittenMessage {
  const segments: number[] = [];
  const heads: (readonly Head[])[] = [];
  const changed: (readonly [number, number])[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) continue;
    for (const segment of outcome.segments) {
      segments.push(segment.arrival, segment.isNew ? (segment.heads === null ? 1 : 2) : 0);
      if (segment.heads !== null) heads.push(segment.heads);
    }
    for (const place of outcome.changed) changed.push([Math.floor(place / placesPerShard), place % placesPerShard]);
  }
  const failures = outcomes.map((outcome) => (outcome.ok ? null : outcome.error));
  return { failures, segments: Float64Array.from(segments), heads, changed };
}

const opened = open();
if (opened !== null) start(opened);
