import type { NetworkError, NetworkPort } from '../device/ports.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import type { SimulatedServer } from './server.ts';

/** What goes wrong with the next requests; drawn from a number so that a schedule decides it. */
export type Fault =
  'none' | 'lost-request' | 'lost-answer' | 'twice' | 'late-again' | 'cut-request' | 'cut-answer' | 'session-gone';

/** In the order in which numbers name them; most requests meet nothing. */
export const faults: readonly Fault[] = [
  'none',
  'none',
  'none',
  'lost-request',
  'lost-answer',
  'twice',
  'late-again',
  'cut-request',
  'cut-answer',
  'session-gone',
];

/** A way to the server that fails as told. */
export type FaultyNetwork = NetworkPort & {
  /** The fault of the next request, or of one after it: `later` requests go well before. */
  next(fault: Fault, later?: number): void;
  /** Ends an earlier `breakAfter`. */
  setDown(isDown: boolean): void;
  /** The line is down once so many more answers have come, each page of a stream counted. */
  breakAfter(answers: number): void;
  isDown(): boolean;
  /** Hears of each request as it leaves the device. */
  watch(onSend: () => void): void;
  /** Delivers what was held back ("late-again"): a request that arrives long after its answer. */
  deliverLate(): Promise<void>;
};

const lost: NetworkError = { code: 'unreachable', retryAfterMs: null };

/** One device's way to `server`. */
export function createFaultyNetwork(server: SimulatedServer): FaultyNetwork {
  let session: SessionParty | null = null;
  let fault: Fault = 'none';
  let later = 0;
  let isDown = false;
  let answersLeft = Number.POSITIVE_INFINITY;
  let onSend = (): void => undefined;
  const late: { session: SessionParty; bytes: Uint8Array }[] = [];
  function takeFault(): Fault {
    if (later-- > 0) return 'none';
    const now = fault;
    fault = 'none';
    return now;
  }
  function countAnswer(): void {
    isDown ||= --answersLeft <= 0;
  }

  return {
    next(next, after = 0) {
      fault = next;
      later = after;
    },
    isDown: () => isDown,
    setDown(down) {
      isDown = down;
      answersLeft = Number.POSITIVE_INFINITY;
    },
    breakAfter(answers) {
      answersLeft = answers;
    },
    watch(listener) {
      onSend = listener;
    },
    async deliverLate() {
      for (const one of late.splice(0)) await server.sync(one.session, one.bytes);
    },
    async sync(bytes): Promise<Result<Uint8Array, NetworkError>> {
      onSend();
      const now = takeFault();
      if (now === 'session-gone') session = null;
      if (isDown || now === 'lost-request') return err(lost);
      if (session === null) return err({ code: 'no-session', retryAfterMs: null });
      countAnswer();
      if (now === 'cut-request') {
        const answer = await server.sync(session, bytes.subarray(0, bytes.length >> 1));
        return answer.ok ? err(lost) : answer;
      }
      const answer = await server.sync(session, bytes);
      if (now === 'twice') await server.sync(session, bytes);
      if (now === 'late-again') late.push({ session, bytes });
      if (now === 'lost-answer') return err(lost);
      return now === 'cut-answer' && answer.ok ? ok(answer.value.subarray(0, answer.value.length >> 1)) : answer;
    },
    async pages(bytes) {
      onSend();
      const now = takeFault();
      if (isDown || session === null || now === 'lost-request') return err(lost);
      const answers = server.pages(session, bytes);
      let left = now === 'cut-answer' ? 1 : now === 'lost-answer' ? 0 : Number.POSITIVE_INFINITY;
      return ok({
        async next() {
          if (left-- <= 0 || isDown) return null;
          countAnswer();
          const { value } = await answers.next();
          return value ?? null;
        },
        cancel: () => void answers.return(undefined),
      });
    },
    async openSession(_person, certificate, _signer, rotations) {
      if (isDown) return err(lost);
      const opened = await server.openSession(certificate, rotations);
      if (!opened.ok) return opened;
      session = opened.value;
      return ok(null);
    },
  };
}
