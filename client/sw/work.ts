let under = new AbortController();

/** Ends when somebody lets a newer version in: what this worker does until then goes by it. */
export function workSignal(): AbortSignal {
  return under.signal;
}

/** Breaks off what is under way, to be done another time: as long as this worker works, no newer one takes its place. */
export function breakOff(): void {
  under.abort();
  under = new AbortController();
}
