import { decodeChallenge, decodeRefusal, encodeProof, paths, sessionSignedBytes } from '../../shared/api.ts';
import { readPages } from '../../shared/device/page-stream.ts';
import type { NetworkError, NetworkPort } from '../../shared/device/ports.ts';
import { decodeCertificate } from '../../shared/protocol/certificate.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';

/** What tests and generators listen to. */
export type HttpWatch = { onCookie?(cookie: string): void; onSync?(request: Uint8Array): void };

/** The way to the server at `origin` for a device without a browser: keeps the session's cookie itself, in memory. */
export function createHttpNetwork(origin: string, watch: HttpWatch = {}): NetworkPort {
  let cookie = '';

  async function call(path: string, body: Uint8Array | null): Promise<Result<Uint8Array, NetworkError>> {
    try {
      const answer = await fetch(origin + path, {
        headers: cookie === '' ? {} : { Cookie: cookie },
        ...(body ? { method: 'POST', body: body.slice().buffer } : {}),
      });
      const given = answer.headers.getSetCookie()[0];
      if (given !== undefined) {
        cookie = given.slice(0, given.indexOf(';'));
        watch.onCookie?.(cookie);
      }
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (answer.ok) return ok(bytes);
      const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
      return err({ code: decodeRefusal(bytes), retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null });
    } catch {
      // No signal, no server, a line that broke: from here they are the same.
      return err({ code: 'unreachable', retryAfterMs: null });
    }
  }

  return {
    sync(request) {
      watch.onSync?.(request);
      return call(paths.sync, request);
    },
    async pages(request) {
      watch.onSync?.(request);
      try {
        const answer = await fetch(origin + paths.pages, {
          method: 'POST',
          headers: cookie === '' ? {} : { Cookie: cookie },
          body: request.slice().buffer,
        });
        if (!answer.ok || answer.body === null) return err({ code: 'unreachable', retryAfterMs: null });
        return ok(readPages(answer.body));
      } catch {
        return err({ code: 'unreachable', retryAfterMs: null });
      }
    },
    async openSession(_person, certificate, signer, rotations = []) {
      const asked = await call(paths.session, null);
      if (!asked.ok) return asked;
      const challenge = decodeChallenge(asked.value);
      const device = decodeCertificate(certificate);
      if (!challenge.ok || !device.ok) return err({ code: 'bad-message', retryAfterMs: null });
      const { nonce } = challenge.value;
      const signature = await signer.sign(sessionSignedBytes(challenge.value, device.value.device, origin));
      const shown = await call(paths.session, encodeProof({ nonce, origin, certificate, rotations, signature }));
      return shown.ok ? ok(null) : shown;
    },
  };
}
