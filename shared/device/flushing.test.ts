import { expect, it } from 'vitest';
import { createConversation } from './converse.ts';
import type { SyncState } from '../sync/machine.ts';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import type { Dweller } from '../simulate/town.ts';

type Step = { readonly phase: SyncState['phase']; readonly answered: number; readonly of: number };

/** Every different thing that a screen could have said of the flush, and one more voice written in the middle of it. */
function watch(dweller: Dweller, onStep: (step: Step) => void = () => undefined) {
  const steps: Step[] = [];
  const conversation = createConversation(
    dweller.device,
    dweller.network,
    () => 0.5,
    ({ phase }) => {
      const flushing = conversation.flushing();
      if (flushing === null) return;
      const answered = dweller.device.own().filter((row) => flushing.has(row.id) && row.state === 'server').length;
      const step = { phase, answered, of: flushing.size };
      if (JSON.stringify(steps.at(-1)) === JSON.stringify(step)) return;
      steps.push(step);
      onStep(step);
    },
  );
  return { conversation, steps };
}

// Every character different from the last, so that a hundred voices do not fit into one request.
function longText(by: Dweller): string {
  const numbers = new Uint16Array(by.seeded.bytes(2600).buffer);
  return String.fromCodePoint(...[...numbers].map((number) => 0x4e00 + (number % 20_000)));
}

it('a flush counts what waited when it began, and what the server answered for, request by request', async () => {
  const { yuka } = await makeFriends();
  for (let i = 0; i < 150; i++) await writeVoice(yuka, longText(yuka));
  const { conversation, steps } = watch(yuka);
  await conversation.wake('tapped');
  expect(new Set(steps.map(({ of }) => of))).toEqual(new Set([150]));
  const answered = steps.map((step) => step.answered);
  expect(answered).toEqual([...answered].sort((a, b) => a - b));
  expect(new Set(answered).size).toBeGreaterThan(1);
  expect(answered[0]).toBe(0);
  expect(conversation.flushing()).toBeNull();
});

it('what is written in the middle of a flush joins it with the next request', async () => {
  const { yuka } = await makeFriends();
  for (const text of ['一つ目', '二つ目']) await writeVoice(yuka, text);
  let late: Promise<unknown> | undefined;
  const { conversation, steps } = watch(yuka, ({ phase }) => {
    if (phase !== 'asking' || late) return;
    late = writeVoice(yuka, '三つ目');
    void conversation.wake('wrote');
  });
  await conversation.wake('tapped');
  await conversation.wake('timer');
  expect(steps.map(({ of }) => of)).toContain(2);
  expect(steps.at(-1)).toMatchObject({ answered: 2, of: 3 });
});

it('a flush that comes to nothing leaves no count behind', async () => {
  const { yuka } = await makeFriends();
  await writeVoice(yuka, '届かない');
  yuka.network.setDown(true);
  const { conversation, steps } = watch(yuka);
  await conversation.wake('tapped');
  expect(steps).toEqual([{ phase: 'asking', answered: 0, of: 1 }]);
  expect(conversation.flushing()).toBeNull();
});
