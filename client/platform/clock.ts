/**
 * The one source of time in the app, page and workers alike. In the test build a story may shift it: `tayoriShiftMs` in localStorage for
 * the page, a message on the channel of the same name for workers, which have no localStorage.
 */
const name = 'tayoriShiftMs';
let shiftMs = 0;

export function nowMs(): number {
  return Date.now() + shiftMs;
}

if (__TEST_BUILD__) {
  if (typeof localStorage !== 'undefined') shiftMs = Number(localStorage.getItem(name) ?? 0);
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => {
    if (typeof data === 'number') shiftMs = data;
    // A worker that starts later asks; whoever knows answers.
    else if (shiftMs !== 0) channel.postMessage(shiftMs);
  };
  if (shiftMs !== 0) channel.postMessage(shiftMs);
  else channel.postMessage('ask');
}
