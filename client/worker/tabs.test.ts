import { expect, test } from 'vitest';
import type { CommandMessage } from '../state/messages.ts';
import { joinTabs } from './tabs.ts';
import { createLine, createRecorder } from './testing/tabs.ts';

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
