import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import webPush from 'web-push';
import { isPushEndpoint, lookUpOutside } from './push-endpoint.ts';
import type { VapidKeys } from './vapid.ts';

/** What became of a call: `gone` means that nobody will hear there any more. */
export type PushOutcome = { readonly code: 'sent' | 'gone' | 'later'; readonly retryAfterMs: number | null };

/** What a call needs besides its address. */
export type PushOptions = {
  readonly keys: VapidKeys;
  /** Whom a push service can ask about this server: `mailto:` or `https:` (RFC 8292 §2.1). */
  readonly subject: string;
  readonly allowLoopback: boolean;
};

const timeoutMs = 20_000;
const ttlSeconds = { high: 4 * 3600, normal: 24 * 3600 } as const;

/**
 * Calls a browser through its push service, with nothing in it: who carries it learns that something is new for whoever stands behind the address, and when. A later call takes
 * the place of one that still waits there. Nothing is followed elsewhere, and nothing inside this network is asked.
 */
export function sendPush(endpoint: string, urgency: 'high' | 'normal', options: PushOptions): Promise<PushOutcome> {
  const { keys, subject, allowLoopback } = options;
  if (!isPushEndpoint(endpoint, allowLoopback)) return Promise.resolve({ code: 'gone', retryAfterMs: null });
  const { method, headers } = webPush.generateRequestDetails({ endpoint }, null, {
    vapidDetails: { subject, ...keys },
    TTL: ttlSeconds[urgency],
    urgency,
    topic: 'news',
  });
  const isLoopback = endpoint.startsWith('http:');
  return new Promise((resolve) => {
    const later = () => resolve({ code: 'later', retryAfterMs: null });
    const ask = isLoopback ? requestHttp : requestHttps;
    const asked = ask(endpoint, { method, headers, timeout: timeoutMs, ...(!isLoopback && { lookup: lookUpOutside }) });
    asked.once('response', (answer) => {
      answer.resume();
      resolve(outcomeOf(answer.statusCode ?? 0, Number(answer.headers['retry-after'] ?? Number.NaN)));
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', later);
    asked.end();
  });
}

function outcomeOf(status: number, retryAfterSeconds: number): PushOutcome {
  if (status >= 200 && status < 300) return { code: 'sent', retryAfterMs: null };
  if (status === 404 || status === 410) return { code: 'gone', retryAfterMs: null };
  return { code: 'later', retryAfterMs: retryAfterSeconds >= 0 ? retryAfterSeconds * 1000 : null };
}
