import { expect, test } from 'vitest';
import { ok } from '../../shared/protocol/result.ts';
import type { CommandMessage, EngineMessage } from '../state/messages.ts';
import { joinTabs, type Writer } from './tabs.ts';
import { createLine, createRecorder } from './testing/tabs.ts';

// In a file of its own: every tab of a process hears every other.
test('what a command changed is in one message with its answer, and reaches every other tab before theirs', async () => {
  const line = createLine();
  const [older, newer] = [line(), line()];
  let entries = 0;
  const writer: Writer = {
    ...createRecorder().writer,
    serve: async () => ({ answer: ok(null), change: { entries: ++entries } }),
  };
  const [own, others]: [EngineMessage[], EngineMessage[]] = [[], []];
  const like = (id: string): CommandMessage<'like'> => ({ id, name: 'like', input: { voiceId: 'v', off: false } });
  const first = joinTabs('a', writer, older.place, (message) => own.push(message));
  await expect.poll(() => older.place.turn()).toBe(1);
  first.ask(like('1'));
  await expect.poll(() => own).toEqual([{ kind: 'answer', id: '1', answer: ok(null), change: { entries: 1 } }]);
  const second = joinTabs('b', createRecorder().writer, newer.place, (message) => others.push(message));
  await expect.poll(() => others.length).toBe(1);
  second.ask(like('2'));
  await expect
    .poll(() => others.slice(1))
    .toEqual([
      { kind: 'state', change: { entries: 2 } },
      { kind: 'answer', id: '2', answer: ok(null) },
    ]);
  expect(own.slice(1)).toEqual([{ kind: 'state', change: { entries: 2 } }]);
  first.ask(like('3'));
  await expect.poll(() => others.at(-1)).toEqual({ kind: 'state', change: { entries: 3 } });
});
