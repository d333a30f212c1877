import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { makeFriends } from '../simulate/friends.ts';
import { postsSeen } from '../simulate/tell.ts';
import { reopen, type Dweller } from '../simulate/town.ts';

const writeVoice = ({ device, person }: Dweller, text: string, command?: string) =>
  device.write('voice', toChannelId('feed', person), { text }, [], command);

it('a command that comes again gives the first entry and writes nothing, also at once and after it was sent', async () => {
  const { yuka, koichi } = await makeFriends();
  const before = yuka.device.own().length;
  const [first, second] = await Promise.all([writeVoice(yuka, '一度だけ', 'a'), writeVoice(yuka, '一度だけ', 'a')]);
  expect(first.ok && second.ok && second.value.id).toBe(first.ok && first.value.id);
  await yuka.conversation.wake('wrote');
  const third = await writeVoice(yuka, '一度だけ', 'a');
  expect(third.ok && first.ok && third.value.id).toBe(first.ok && first.value.id);
  expect(yuka.device.own().length).toBe(before + 1);
  await koichi.conversation.wake('pushed');
  expect(postsSeen(koichi, yuka.person).length).toBe(1);
});

it.each([
  ['was kept before', true],
  ['was not kept before', false],
])('a device that died before it could answer has it once: it %s', async (_, keeps) => {
  const { yuka, clock } = await makeFriends();
  const death = yuka.disk.dieInNext(keeps);
  void writeVoice(yuka, '答えを聞けなかった', 'a');
  await death;
  const { id } = keeps ? (yuka.disk.saved().own.find((row) => row.command === 'a') ?? { id: '' }) : { id: null };
  await reopen(yuka, clock);
  const again = await writeVoice(yuka, '答えを聞けなかった', 'a');
  if (keeps) expect(again.ok && again.value.id).toBe(id);
  expect(again.ok && postsSeen(yuka).length).toBe(1);
});

it('other commands, and writing without one, are never taken for a repetition', async () => {
  const { yuka } = await makeFriends();
  for (const command of ['a', 'b', undefined, undefined]) await writeVoice(yuka, '同じ文', command);
  expect(postsSeen(yuka).length).toBe(4);
});

it('a full device has not done the command: it is done when it comes again', async () => {
  const { yuka } = await makeFriends();
  yuka.disk.setFull(true);
  expect((await writeVoice(yuka, '入らない', 'a')).ok).toBe(false);
  yuka.disk.setFull(false);
  expect((await writeVoice(yuka, '入らない', 'a')).ok).toBe(true);
  expect(postsSeen(yuka).length).toBe(1);
});
