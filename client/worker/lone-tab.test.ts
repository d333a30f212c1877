import { expect, test } from 'vitest';
import { joinTabs, type Writer } from './tabs.ts';
import { createLine, createRecorder } from './testing/tabs.ts';

// In a file of its own: every tab of a process hears every other.
test('a tab that was alone tells another everything once it has heard of it', async () => {
  const line = createLine();
  const [older, newer] = [line(), line()];
  let phase: 'opening' | 'ready' = 'opening';
  const writer: Writer = { ...createRecorder().writer, wholeState: () => ({ phase }) };
  const heard: unknown[] = [];
  const first = joinTabs('a', writer, older.place, () => undefined);
  await expect.poll(() => older.place.turn()).toBe(1);
  const listener = new BroadcastChannel('tayori-tabs');
  const overheard: unknown[] = [];
  listener.onmessage = ({ data }) => overheard.push(data);
  phase = 'ready';
  first.show({ phase });
  joinTabs('b', createRecorder().writer, newer.place, (message) => {
    if (message.kind === 'state') heard.push(message.change.phase);
  });
  await expect.poll(() => heard).toEqual(['ready']);
  first.show({ entries: 3 });
  await expect.poll(() => heard).toEqual(['ready', undefined]);
  listener.close();
  expect(overheard).toEqual([
    { what: 'hello' },
    { what: 'state', change: { phase: 'ready' } },
    { what: 'state', change: { entries: 3 } },
  ]);
});
