/**
 * The one source of time in the app, page and workers alike. In the test build a story may shift it: `tayoriShiftMs` in localStorage for
 * the page, a message on the channel of the same name for workers, which have no localStorage.
 */
const name = 'tayoriShiftMs';
let shiftMs = 0;

export function nowMs(): number {
  return Date.now() + shiftMs;
}

/** Resolves when the time is right: at once, but for a worker of the test build, which asks its page. */
export const clockKnown: Promise<void> = __TEST_BUILD__ ? learnShift() : Promise.resolve();

function learnShift(): Promise<void> {
  const isPage = typeof localStorage !== 'undefined';
  if (isPage) shiftMs = Number(localStorage.getItem(name) ?? 0);
  const channel = new BroadcastChannel(name);
  return new Promise((known) => {
    channel.onmessage = ({ data }) => {
      if (typeof data === 'number') shiftMs = data;
      else if (isPage) channel.postMessage(shiftMs);
      if (typeof data === 'number') known();
    };
    if (isPage) known();
    else channel.postMessage('ask');
  });
}
