import type { WakeReason } from '../../shared/sync/machine.ts';

/** Where word comes from that something may have changed: `navigator.onLine` alone is never trusted, it only gives a hint to try. */
export interface Wakes {
  /** Sets the one timer; null takes it away. */
  setTimer(inMs: number | null): void;
  /** Takes the timer away and hears no more of the server, until asked to listen again. */
  rest(): void;
}

const longestSilenceMs = 5 * 60_000;

/**
 * Calls `wake` when there is reason to sync: the browser says it is online, the server says that something is new (server-sent events), the
 * timer. The event stream is opened by `listen` once there is a session; a stream that breaks is opened again by the browser itself, and
 * after five minutes by the timer in any case.
 */
export function startWakes(wake: (reason: WakeReason) => void): Wakes & { listen(address: string): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stream: EventSource | undefined;
  addEventListener('online', () => wake('online'));
  return {
    setTimer(inMs) {
      clearTimeout(timer);
      timer = undefined;
      if (inMs !== null) timer = setTimeout(() => wake('timer'), Math.min(Math.max(0, inMs), longestSilenceMs));
    },
    listen(address) {
      if (typeof EventSource === 'undefined' || (stream && stream.readyState !== EventSource.CLOSED)) return;
      stream = new EventSource(address);
      stream.onmessage = () => wake('pushed');
    },
    rest() {
      clearTimeout(timer);
      stream?.close();
    },
  };
}
