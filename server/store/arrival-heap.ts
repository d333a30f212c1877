/** A channel whose segments are being read, newest first. */
export type Source = {
  readonly channelIndex: number;
  /** No segment of it that was not given yet has a higher arrival. */
  bound: number;
};

/** Sources by bound, highest first; see `createArrivalHeap`. */
export type ArrivalHeap<S extends Source> = {
  top(): S | undefined;
  /** Puts the top back in order after its bound fell; removes it when `bound` is 0. */
  sink(): void;
};

/** A binary heap over `sources`, which it reorders. */
export function createArrivalHeap<S extends Source>(sources: S[]): ArrivalHeap<S> {
  const boundAt = (index: number) => sources[index]?.bound ?? 0;

  function sinkFrom(start: number): void {
    for (let at = start; ;) {
      const left = 2 * at + 1;
      const child = boundAt(left + 1) > boundAt(left) ? left + 1 : left;
      if (child >= sources.length || boundAt(child) <= boundAt(at)) return;
      [sources[at], sources[child]] = [sources[child] as S, sources[at] as S];
      at = child;
    }
  }

  for (let at = (sources.length >> 1) - 1; at >= 0; at--) sinkFrom(at);
  return {
    top: () => sources[0],
    sink() {
      if (boundAt(0) === 0) {
        const last = sources.pop();
        if (last !== undefined && sources.length > 0) sources[0] = last;
      }
      sinkFrom(0);
    },
  };
}
