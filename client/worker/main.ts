import { clockKnown } from '../platform/clock.ts';
import type { CommandMessage, EngineMessage, Leaving } from '../state/messages.ts';
import { startWorker } from './start.ts';

// The dedicated worker: decoding, verifying, folding and packing happen here, so that the page stays free to be touched.
const tell = (message: EngineMessage) => postMessage(message);
const starting = clockKnown.then(() => startWorker(location.origin, tell));

addEventListener('message', (event: MessageEvent<CommandMessage | Leaving>) => {
  void starting.then((ask) => ask?.(event.data));
});
