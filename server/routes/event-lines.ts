import type { ServerResponse } from 'node:http';
import { Hono } from 'hono';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { paths } from '../../shared/api.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import type { Live } from '../relay/live.ts';
import type { Relay } from '../relay/relay.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { rawOf, type Bindings } from './transport.ts';

/** Open lines to readers; see `createEventLines`. */
export type EventLines = {
  readonly routes: Hono<{ Bindings: Bindings }>;
  /** Writes the comment that keeps lines alive; called every half minute. */
  beat(): void;
  /** Ends every line, and takes no more. */
  close(): void;
};

const mostLines = 20_000;
const mostLinesPerPerson = 8;
const mostWaitingBytes = 16_384;

/**
 * GET server-sent events: see `paths.events`. Written on Node's own response: a stream of web objects costs 26 KB a line, this 11. A line whose
 * reader does not take what it is told is cut; past 20,000 lines, and eight a person, `overloaded`.
 */
export function createEventLines(
  relay: Pick<Relay, 'isBehind'>,
  live: Live,
  sessions: Sessions,
  directory: HostDirectory,
): EventLines {
  const routes = new Hono<{ Bindings: Bindings }>();
  const lines = new Set<ServerResponse>();
  const countByPerson = new Map<string, number>();
  let isClosed = false;

  function send(response: ServerResponse, text: string): void {
    if (response.writableLength > mostWaitingBytes) response.destroy();
    else response.write(text);
  }

  function open(response: ServerResponse, session: SessionParty): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(':\n\n');
    lines.add(response);
    countByPerson.set(session.person, (countByPerson.get(session.person) ?? 0) + 1);
    const end = live.open({
      person: session.person,
      device: session.device,
      channels: () => directory.readableChannels(session),
      tell: () => send(response, 'data:\n\n'),
    });
    // What came between the last answer and this line was told to nobody.
    if (relay.isBehind(session)) send(response, 'data:\n\n');
    response.once('close', () => {
      end();
      lines.delete(response);
      const left = (countByPerson.get(session.person) ?? 1) - 1;
      if (left > 0) countByPerson.set(session.person, left);
      else countByPerson.delete(session.person);
    });
  }

  routes.get(paths.events, (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const raw = rawOf(context);
    const isFull = lines.size >= mostLines || (countByPerson.get(session.value.person) ?? 0) >= mostLinesPerPerson;
    if (raw?.incoming.method !== 'GET' || isFull || isClosed) return refuse(context, 'overloaded');
    open(raw.outgoing, session.value);
    return RESPONSE_ALREADY_SENT;
  });
  return {
    routes,
    beat() {
      for (const response of lines) send(response, ':\n\n');
    },
    close() {
      isClosed = true;
      for (const response of lines) response.end();
    },
  };
}
