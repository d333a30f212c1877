import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { errors, type ErrorCode } from '../../shared/errors.ts';
import type { RouteContext } from './transport.ts';

/** Answers `{ error: { code } }` with the status of the code, and Retry-After where it is worth trying again later. */
export function refuse(context: RouteContext, code: ErrorCode, retryAfterSeconds: number | null = null): Response {
  const { status, retry } = errors[code];
  const seconds = retryAfterSeconds ?? (retry === 'later' && status >= 429 ? 30 : null);
  if (seconds !== null) context.header('Retry-After', String(seconds));
  context.header('Cache-Control', 'no-store');
  context.header('X-Content-Type-Options', 'nosniff');
  // What is left of a body that was too large is not read.
  if (code === 'too-large') context.header('Connection', 'close');
  return context.json({ error: { code } }, status as ContentfulStatusCode);
}
