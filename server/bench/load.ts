import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerUrl } from '../store/worker-url.ts';

/** What one connection sends, request after request: headers without the request line, and batches; none means requests that bring nothing. */
export type LoadSource = {
  readonly head: string;
  readonly batches: readonly Uint8Array[];
  readonly cursor: Uint8Array;
};

/** One round of load. */
export type Round = {
  readonly connections: number;
  readonly port: number;
  readonly path: string;
  /** Time before what is answered counts. */
  readonly warmMs: number;
  readonly measureMs: number;
  /** Whether the cursor of an answer goes with the next request. */
  readonly keepsCursor: boolean;
  /** Whether the batches are sent again from the first when all were sent. */
  readonly repeats: boolean;
};

/** What a round came to. */
export type RoundResult = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly meanAnswerBytes: number;
  readonly problem: string | null;
};

/** What the process that makes the load is told. */
export type ToGenerator =
  { readonly do: 'load'; readonly sources: readonly LoadSource[] } | ({ readonly do: 'run' } & Round);

/** A process that makes load. */
export type Load = { run(round: Round): Promise<RoundResult>; close(): void };

/** Starts the process and hands it everything that it will send. */
export async function openLoad(sources: readonly LoadSource[]): Promise<Load> {
  const child = fork(fileURLToPath(workerUrl('generator', import.meta.url)), { serialization: 'advanced' });
  const ask = (message: ToGenerator) =>
    new Promise<unknown>((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`the generator ended with ${code}`)));
      child.send(message);
    }).finally(() => child.removeAllListeners());
  await ask({ do: 'load', sources });
  return {
    async run(round) {
      const result = (await ask({ do: 'run', ...round })) as RoundResult;
      if (result.problem !== null) throw new Error(`the load broke off: ${result.problem}`);
      return result;
    },
    close: () => void child.kill(),
  };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
