import { expect, test } from 'vitest';
import { ok } from '../../shared/protocol/result.ts';
import type { CommandMessage } from '../state/messages.ts';
import { joinTabs, type Writer } from './tabs.ts';

/** The one place of the storage, for tabs in one process: the next in line has it when the one before lets go. */
function createLine() {
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

function createRecorder() {
  const served: string[] = [];
  const writer: Writer = {
    begin: async () => undefined,
    end: () => undefined,
    serve: async ({ name }) => (served.push(name), ok(null)),
    wholeState: () => ({}),
  };
  return { served, writer };
}

test('a tab that takes over looks at what its page looked at, though another tab had answered', async () => {
  const line = createLine();
  const [older, newer] = [line(), line()];
  const [first, second] = [createRecorder(), createRecorder()];
  const answered: string[] = [];
  joinTabs('a', first.writer, older.place, () => undefined);
  const tabs = joinTabs('b', second.writer, newer.place, (message) => {
    if (message.kind === 'answer') answered.push(message.id);
  });
  const find: CommandMessage<'findHandle'> = { id: '1', name: 'findHandle', input: { handle: 'yuka_m' } };
  const write: CommandMessage<'like'> = { id: '2', name: 'like', input: { voiceId: 'v', off: false } };
  await expect.poll(() => older.place.turn()).toBe(1);
  tabs.ask(find);
  tabs.ask(write);
  await expect.poll(() => answered).toEqual(['1', '2']);
  expect(new Set(first.served)).toEqual(new Set(['findHandle', 'like']));
  older.leave();
  await expect.poll(() => second.served).toEqual(['findHandle']);
});
