import { ok } from '../../../shared/protocol/result.ts';
import type { Writer } from '../tabs.ts';

/** The one place of the storage, for tabs in one process: the next in line has it when the one before lets go. */
export function createLine() {
  let free: Promise<void> = Promise.resolve();
  let turns = 0;
  return () => {
    let turn = 0;
    let letGo = () => {};
    const place = {
      async take() {
        const before = free;
        const lost = new Promise<void>((resolve) => (letGo = resolve));
        free = lost;
        await before;
        turn = ++turns;
        return { lost };
      },
      turn: () => turn,
      look: () => undefined,
    };
    return {
      place,
      leave() {
        turn = 0;
        letGo();
      },
    };
  };
}

/** A writer that does nothing but note what it is asked. */
export function createRecorder() {
  const served: string[] = [];
  const writer: Writer = {
    begin: async () => undefined,
    end: () => undefined,
    serve: async ({ name }) => (served.push(name), { answer: ok(null) }),
    wholeState: () => ({}),
  };
  return { served, writer };
}
