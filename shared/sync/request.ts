import type { SessionParty } from '../protocol/encode-batch.ts';
import { fromLogKey } from '../protocol/ids.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { BatchError } from '../protocol/decode-batch.ts';
import type { Item } from '../log/item.ts';
import { acceptBatch, type AcceptPorts } from './accept.ts';
import { findWanted } from './heads.ts';
import type { SyncAnswer, SyncRequest } from './messages.ts';
import { answerReader, type ServePorts } from './serve.ts';

const nothing: ReadonlySet<string> = new Set();

/** An answered request, and what it brought that is durable now. */
export type Answered = { readonly answer: SyncAnswer; readonly stored: readonly Item[] };

/**
 * One whole request, the same at a server, a hub and in a simulation: takes in what it brings, compares the heads it tells, and answers with
 * what the reader lacks. Nothing in it depends on an earlier request.
 */
export async function answerRequest(
  request: SyncRequest,
  session: SessionParty,
  ports: AcceptPorts & ServePorts,
): Promise<Result<Answered, BatchError>> {
  const accepted = request.batch === null ? null : await acceptBatch(request.batch, session, ports);
  if (accepted !== null && !accepted.ok) return accepted;
  const wanted =
    request.heads.length === 0
      ? []
      : await findWanted(request.heads, ports.store, (log) => {
          const { channel, device } = fromLogKey(log);
          return ports.directory.mayReadLog(session, channel, device);
        });
  const answer = await answerReader(request, session, ports, accepted?.value.sent ?? nothing);
  const refused = accepted?.value.refused ?? [];
  return ok({ answer: { ...answer, refused, wanted }, stored: accepted?.value.stored ?? [] });
}
