import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

const policyWith = (styles: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styles].join(' '),
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Headers of every page: nothing from another origin runs, is shown or frames us, and no address we were at leaves.
 * Camera (QR codes) and position (a place on a voice) are asked for by our own pages only.
 */
const headers = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()',
};

/**
 * Gives the headers of every page to what is answered behind it. `page` is the HTML of the page: the style that stands in it is allowed by its hash
 * (https://www.w3.org/TR/CSP3/#grammardef-hash-source), no other.
 */
export function securityHeaders(page = ''): MiddlewareHandler {
  const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(
    ([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  );
  return async (context, next) => {
    await next();
    secure(context.res, styles);
  };
}

/** Gives an answer the headers of every page, with the hashes of the styles that it may hold. */
export function secure(answer: Response, styles: readonly string[] = []): Response {
  answer.headers.set('Content-Security-Policy', policyWith(styles));
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}
