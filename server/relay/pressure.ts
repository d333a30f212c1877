/** Who wants in. */
export type Entrant = {
  /** Persons whom nobody vouched for share one pool of room. */
  readonly isNew: boolean;
  /** Network address; counts inside that pool only, since a shelter shares one. */
  readonly address: string;
};

/** How much is under way; see `createPressure`. */
export type Pressure = {
  /** Counts a request until the result is called; null when there is no room for it, not even for lane 0. */
  enter(entrant: Entrant): (() => void) | null;
  /** 0 calm; from 1, 2, 3 on lanes 3, 2, 1 are shed. */
  level(): number;
  /** Seconds until the next poll that a calm client should wait: steers load before anything must be refused. */
  waitSeconds(): number;
};

const shareOfNew = 0.2;

/**
 * Measures by requests under way, out of `most`: half of them sheds bulk, seven tenths social, nine tenths direct, all of them everything. A request
 * that waits for the disk or a signature thread is under way, so a slow disk shows here by itself. The pool of new persons is a fifth of the room
 * and all that others leave free, in even shares among the addresses that are using it.
 */
export function createPressure(most: number): Pressure {
  let ofKnown = 0;
  let ofNew = 0;
  const newByAddress = new Map<string, number>();

  function hasRoom({ isNew, address }: Entrant): boolean {
    if (!isNew) return ofKnown + ofNew < most;
    const pool = Math.max(Math.floor(most * shareOfNew), most - ofKnown);
    const own = newByAddress.get(address) ?? 0;
    const addresses = newByAddress.size + (own === 0 ? 1 : 0);
    return ofNew < pool && (ofNew < pool / 2 || own < Math.ceil(pool / addresses));
  }

  function count({ isNew, address }: Entrant, by: 1 | -1): void {
    if (!isNew) {
      ofKnown += by;
      return;
    }
    ofNew += by;
    const own = (newByAddress.get(address) ?? 0) + by;
    if (own > 0) newByAddress.set(address, own);
    else newByAddress.delete(address);
  }

  const level = () => {
    const share = (ofKnown + ofNew) / most;
    return share < 0.5 ? 0 : share < 0.7 ? 1 : share < 0.9 ? 2 : 3;
  };
  return {
    enter(entrant) {
      if (!hasRoom(entrant)) return null;
      count(entrant, 1);
      let isIn = true;
      return () => {
        if (isIn) count(entrant, -1);
        isIn = false;
      };
    },
    level,
    waitSeconds: () => 30 * (1 + 2 * level()),
  };
}
