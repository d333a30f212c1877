import type { Item } from '../log/item.ts';
import { recipientsIn } from '../log/seal-key.ts';
import { isSealed } from '../log/sealed.ts';
import { typeOfChannel } from '../protocol/ids.ts';
import { heldItems } from './perform.ts';
import { replicaOf, talkOf, type Dweller } from './town.ts';
import type { World } from './world.ts';

/** The first promise about conversations that a quiet town breaks, in words, or null. */
export function findTalkViolation(world: World): string | null {
  return findStrangers(world) ?? findUnlike(world) ?? findUnread(world);
}

/** Whoever is in a conversation, as the server has it, is in it on the phones of all who are, and nobody else is. */
function findStrangers(world: World): string | null {
  const { access } = world.server.directory();
  const conversations = access.conversations();
  for (const channel of conversations?.all() ?? []) {
    const members = conversations?.membersOf(channel) ?? [];
    for (const dweller of world.dwellers) {
      if (!members.includes(dweller.person) || knowsMore(dweller, world)) continue;
      const theirs = talkOf(dweller).conversations.membersOf(channel);
      if (theirs.join() !== members.join()) return `${dweller.name} and the server differ on who is in ${channel}`;
    }
  }
  return null;
}

/** Who was cut off, or holds words on persons and their devices that the server cannot have, judges by another set. */
function knowsMore(dweller: Dweller, world: World): boolean {
  const { ground } = world.server.directory().access;
  const isThere = ({ entry }: Item) => typeOfChannel(entry.channel) !== 'card' || ground.get(entry.id) !== null;
  return dweller.isRevoked || !heldItems(dweller).every(isThere);
}

/** Of what two members both hold of a conversation the same counts. */
function findUnlike(world: World): string | null {
  const conversations = world.server.directory().access.conversations();
  const verdicts = new Map<string, { readonly name: string; readonly code: string | null }>();
  for (const dweller of world.dwellers) {
    if (knowsMore(dweller, world)) continue;
    for (const item of heldItems(dweller)) {
      const { channel, id } = item.entry;
      if (!conversations?.membersOf(channel).includes(dweller.person)) continue;
      const code = replicaOf(dweller).isVoid(item)?.code ?? null;
      const other = verdicts.get(id);
      if (other !== undefined && other.code !== code)
        return `${dweller.name} and ${other.name} differ on ${id}: ${code}, ${other.code}`;
      verdicts.set(id, { name: dweller.name, code });
    }
  }
  return null;
}

/** A device opens what it was given the key of, and nothing else. */
function findUnread(world: World): string | null {
  for (const dweller of world.dwellers) {
    const items = heldItems(dweller);
    const given = new Set<string>();
    for (const { body, entry } of items) {
      if (body?.kind !== 'conv.key') continue;
      const isMine = recipientsIn(body.recipients).some((id) => idsOf(dweller).includes(id));
      if (
        isMine &&
        (body.part === undefined ||
          items.some((one) => one.entry.id === body.part && one.entry.device === entry.device))
      )
        given.add(body.part ?? entry.id);
    }
    for (const item of items) {
      const { body, entry } = item;
      if (!body || !isSealed(body)) continue;
      const isOpened = dweller.device.core.sealing.openedBody(entry.id) !== null;
      if (isOpened !== given.has(body.key)) return `${dweller.name} ${isOpened ? 'opened' : 'cannot open'} ${entry.id}`;
    }
  }
  return null;
}

function idsOf({ device }: Dweller): readonly string[] {
  return [device.id(), ...(device.core.identity.former ?? []).map((one) => one.device)];
}
