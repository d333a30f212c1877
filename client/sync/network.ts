import { decodeChallenge, decodeRefusal, encodeProof, paths, sessionSignedBytes } from '../../shared/api.ts';
import { readPages } from '../../shared/device/page-stream.ts';
import type { NetworkError, NetworkPort } from '../../shared/device/ports.ts';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { decodeCertificate } from '../../shared/protocol/certificate.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';

/** The server's key that this device met first, as hex. Another one under the same address is refused. */
export interface ServerMemory {
  readonly known: string | undefined;
  remember(serverKey: string): Promise<void>;
}

// A thin line carries a quarter of a megabyte in this time.
const longestWaitMs = 120_000;

/**
 * The way to the server of this page's own origin. Bytes go without a Content-Type and without a Referer: on a thin line headers cost more than
 * a voice. The same credentials for every call, so that one connection serves them all.
 */
export function createNetwork(origin: string, memory: ServerMemory): NetworkPort {
  let known = memory.known;
  return {
    sync: (request) => call(paths.sync, request),
    async pages(request) {
      try {
        const answer = await fetch(paths.pages, {
          credentials: 'same-origin',
          referrerPolicy: 'no-referrer',
          method: 'POST',
          body: request.slice().buffer,
        });
        return answer.ok && answer.body ? ok(readPages(answer.body)) : refused('unreachable');
      } catch (reason) {
        console.debug('No pages.', reason);
        return refused('unreachable');
      }
    },
    async openSession(_person, certificate, signer, rotations = []) {
      const asked = await call(paths.session, null);
      if (!asked.ok) return asked;
      const challenge = decodeChallenge(asked.value);
      const device = decodeCertificate(certificate);
      if (!challenge.ok || !device.ok) return refused('bad-message');
      const serverKey = bytesToHex(challenge.value.serverKey);
      if (known !== undefined && known !== serverKey) return refused('wrong-server');
      const signature = await signer.sign(sessionSignedBytes(challenge.value, device.value.device, origin));
      const { nonce } = challenge.value;
      const shown = await call(paths.session, encodeProof({ nonce, origin, certificate, rotations, signature }));
      if (!shown.ok) return shown;
      known = serverKey;
      await memory.remember(serverKey);
      return ok(null);
    },
  };
}

/** One request of our own server. A refusal comes as its code, no answer as `unreachable`. */
export async function call(
  path: string,
  body: Uint8Array | null,
  method = body ? 'POST' : 'GET',
): Promise<Result<Uint8Array, NetworkError>> {
  try {
    const answer = await fetch(path, {
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(longestWaitMs),
      method,
      // Bytes without a type of their own give no Content-Type header; only a buffer has none.
      ...(body ? { body: body.slice().buffer } : {}),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.ok) return ok(bytes);
    return refused(decodeRefusal(bytes), secondsToMs(answer.headers.get('Retry-After')));
  } catch (reason) {
    // Nothing in between can be told apart from here: no signal, no server, a line that broke, a wait that was too long.
    console.debug('No answer.', reason);
    return refused('unreachable');
  }
}

function refused(code: string, retryAfterMs: number | null = null): Result<never, NetworkError> {
  return err({ code, retryAfterMs });
}

function secondsToMs(text: string | null): number | null {
  const seconds = Number(text ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
