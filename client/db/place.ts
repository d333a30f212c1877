import { lockForLife } from '../platform/locks.ts';
import type { Database } from './database.ts';

/** The one place of the tab that writes. Losing it loses nothing: what it was about to do fails, and the tab that has it does it. */
export interface Place {
  /** Waits until no other tab has it, and takes it. What it gives resolves when another tab is found to have taken it since. */
  take(): Promise<{ readonly lost: Promise<void> }>;
  /** The number under which this tab has it, another one each time; 0 while it has not. */
  turn(): number;
  /** Asked first in every transaction that writes: whether it is still this tab's. When not, the transaction must be undone. */
  isHeld(kept: KeptTable): Promise<boolean>;
  /** Looks now whether another tab took it. */
  look(): void;
  /** Says that this tab is about to go, so that nobody waits for it. */
  leave(): void;
}

/** The table of the row in which the place is, inside a transaction. */
export interface KeptTable {
  get(key: string): Promise<unknown>;
}

/** The turn that has the place, and a number that rises as long as its tab lives. */
interface Row {
  readonly turn: number;
  readonly beat: number;
}

const rowKey = 'writer';
const leftKey = 'writerLeft';
const beatMs = 1_000;
const looksBeforeTaking = 5;
/** A tab that was overtaken while it was busy gives the other more time than it had itself, so that two slow ones do not take turns for ever. */
const looksAfterLoss = 20;

/**
 * The place in the database. A browser with locks says who comes next. Without them whoever has it renews a row every second, and who waits
 * takes it after it saw no change in several looks of its own, each a second after the other: a count that stands still while that tab sleeps. Either way the
 * turn is checked in the transaction of every write, and a browser does one such transaction after the other: a tab that slept and does not know that it was
 * overtaken can write nothing.
 */
export function createPlace(database: Database): Place {
  let turn = 0;
  let looks = looksBeforeTaking;
  let beats: ReturnType<typeof setInterval> | undefined;
  let tellLost: () => void = () => undefined;

  function lose(): void {
    if (turn === 0) return;
    turn = 0;
    looks = looksAfterLoss;
    clearInterval(beats);
    tellLost();
  }

  /** Takes the place where it still is as `seen`. On a full device who is alone takes it as it is: whoever wrote the row is gone. */
  async function claim(seen: Row | undefined, isAlone = false): Promise<boolean> {
    const transaction = database.transaction('kept', 'readwrite');
    const row = (await transaction.store.get(rowKey)) as Row | undefined;
    const isFree = row?.turn === seen?.turn && row?.beat === seen?.beat;
    let next = (row?.turn ?? 0) + 1;
    const put = isFree && transaction.store.put({ turn: next, beat: 0 } satisfies Row, rowKey);
    try {
      await Promise.all([put, transaction.done]);
    } catch (reason) {
      if (!row || !isAlone) throw reason;
      next = row.turn;
    }
    if (isFree) turn = next;
    return isFree;
  }

  async function read(): Promise<{ row: Row | undefined; left: unknown }> {
    const { store } = database.transaction('kept');
    const [row, left] = await Promise.all([store.get(rowKey), store.get(leftKey)]);
    return { row: row as Row | undefined, left };
  }

  async function waitForSilence(): Promise<void> {
    let before: Row | undefined;
    for (let same = 0; ;) {
      const { row, left } = await read();
      same = before && row?.turn === before.turn && row.beat === before.beat ? same + 1 : 0;
      before = row;
      if ((!row || left === row.turn || same >= looks) && (await claim(row))) return;
      await new Promise((next) => setTimeout(next, beatMs));
    }
  }

  async function beat(): Promise<void> {
    const mine = turn;
    try {
      const transaction = database.transaction('kept', 'readwrite');
      const row = (await transaction.store.get(rowKey)) as Row | undefined;
      const isMine = row?.turn === mine;
      if (isMine) await transaction.store.put({ turn: mine, beat: row.beat + 1 } satisfies Row, rowKey);
      await transaction.done;
      if (!isMine && turn === mine) lose();
    } catch (reason) {
      // A full device, or a database that a newer version closed: whoever waits will take it to be gone, and that harms nobody.
      console.warn('The place could not be renewed.', reason);
    }
  }

  return {
    async take() {
      if (await lockForLife('tayori-storage')) while (!(await claim((await read()).row, true)));
      else {
        await waitForSilence();
        beats = setInterval(() => void beat(), beatMs);
      }
      return { lost: new Promise<void>((lost) => (tellLost = lost)) };
    },
    turn: () => turn,
    async isHeld(kept) {
      const mine = turn;
      const isMine = mine > 0 && ((await kept.get(rowKey)) as Row | undefined)?.turn === mine;
      if (!isMine && turn === mine) lose();
      return isMine;
    },
    look: () => void (turn > 0 && beat()),
    leave() {
      if (turn === 0 || beats === undefined) return;
      // In one go: whatever comes after the answer to a request may never be done by a page that is going.
      const transaction = database.transaction('kept', 'readwrite');
      transaction.store.put(turn, leftKey).catch(() => undefined);
      transaction.done.catch(() => undefined);
      transaction.commit();
    },
  };
}
