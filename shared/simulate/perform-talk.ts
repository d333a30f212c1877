import {
  acknowledge,
  addMembers,
  openGroup,
  openPair,
  removeMember,
  sendMessage,
  type TalkDesk,
} from '../device/talk.ts';
import type { ChannelId } from '../protocol/ids.ts';
import type { Step } from './steps.ts';
import { replicaOf, talkOf, type Dweller } from './town.ts';
import { noteWrite, type World } from './world.ts';

/** Does one step of conversations. Steps that make no sense where they stand do nothing. */
export async function performTalk(world: World, dweller: Dweller, step: Step): Promise<void> {
  const desk: TalkDesk = {
    device: dweller.device,
    replica: replicaOf(dweller),
    ...talkOf(dweller),
    command: `${step.kind} ${++world.uttered}`,
  };
  const persons = [...new Set(world.dwellers.map((one) => one.person))].filter((one) => one !== dweller.person);
  const person = persons[step.a % Math.max(1, persons.length)];
  if (person === undefined) return;
  if (step.kind === 'group') {
    if (step.b % 4 === 0) await openPair(desk, person);
    else await openGroup(desk, persons.slice(0, 1 + (step.b % persons.length)), step.c % 2 === 0 ? '会' : '');
    return;
  }
  const channels = channelsOf(dweller);
  const channel = channels[step.b % Math.max(1, channels.length)];
  if (channel === undefined) return;
  const { conversations } = desk;
  const isGroup = conversations.kindOf(channel) === 'group';
  switch (step.kind) {
    case 'talk': {
      const text = `${dweller.name} ${world.uttered}`;
      const written = await sendMessage(desk, channel, { text });
      if (written.ok) noteWrite(world, dweller, written.value.id, text);
      return;
    }
    case 'acknowledge':
      await acknowledge(desk, channels, step.a % 2 === 0 ? 'conv.ack' : 'conv.read');
      return;
    case 'takeIn':
      if (isGroup && !conversations.membersOf(channel).includes(person)) await addMembers(desk, channel, [person]);
      return;
    case 'takeOut': {
      const gone = step.c % 5 === 0 ? dweller.person : person;
      if (isGroup && conversations.membersOf(channel).includes(gone)) await removeMember(desk, channel, gone);
      return;
    }
    case 'quarrel':
      if (isGroup) await quarrel(world, desk, dweller, channel, step);
  }
}

/**
 * While they are apart a member puts out another, who writes on and, by the numbers, puts out the first in return and a third as well, or is added by a third who has not
 * heard of it.
 */
async function quarrel(world: World, desk: TalkDesk, dweller: Dweller, channel: ChannelId, step: Step): Promise<void> {
  const fellows = world.dwellers.filter(
    (one) =>
      one.person !== dweller.person && channelsOf(one).includes(channel) && channelsOf(dweller).includes(channel),
  );
  const [other, third] = [
    fellows[step.a % Math.max(1, fellows.length)],
    fellows[(step.a + 1) % Math.max(1, fellows.length)],
  ];
  if (!other || !third) return;
  const deskOf = (one: Dweller, what: string): TalkDesk => ({
    device: one.device,
    replica: replicaOf(one),
    ...talkOf(one),
    command: `${desk.command} ${what}`,
  });
  await removeMember(desk, channel, other.person);
  await sendMessage(deskOf(other, 'says'), channel, { text: `${other.name} ${world.uttered}` });
  await other.conversation.wake('tapped');
  if (step.c % 2 === 0) {
    await removeMember(deskOf(other, 'back'), channel, dweller.person);
    if (third !== other) await removeMember(deskOf(other, 'third'), channel, third.person);
  } else if (third.person !== other.person) await addMembers(deskOf(third, 'adds'), channel, [other.person]);
}

/** Conversations that the dweller is in, as far as they know. */
function channelsOf(dweller: Dweller): readonly ChannelId[] {
  const { conversations } = talkOf(dweller);
  return conversations.all().filter((channel) => conversations.membersOf(channel).includes(dweller.person));
}
