import { kindName } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import type { DeviceClassName } from '../protocol/certificate.ts';
import { typeOfChannel, type ChannelId, type PersonId } from '../protocol/ids.ts';
import { accessTable, ownRole, type ChannelRules, type Role, type WriteRule } from './access-table.ts';
import type { Audiences } from './audience.ts';
import type { Cards } from './cards.ts';
import type { Conversations } from './conversations.ts';
import { personOwning } from './erasures.ts';
import type { Grants } from './grants.ts';
import type { Ground } from './ground.ts';

/** What the access table says of particular persons, channels and entries; each as `Access` documents it. */
export type Permission = {
  roleIn(person: PersonId, device: DeviceClassName, channel: ChannelId): Role;
  mayRead(reader: PersonId, device: DeviceClassName, channel: ChannelId): boolean;
  isPermitted(item: Item): boolean;
  isWelcome(item: Item, pending?: readonly Item[]): boolean;
  isKnownNear(item: Item): boolean;
};

/** Applies the table to what the folds know. `viewer` as in `createAccess`. */
export function createPermission(
  viewer: PersonId | null,
  folds: {
    readonly ground: Ground;
    readonly cards: Cards;
    readonly audiences: Audiences;
    readonly grants: Grants;
    readonly conversations: () => Conversations | null;
  },
): Permission {
  const { ground, cards, audiences, grants, conversations } = folds;

  function roleIn(person: PersonId, device: DeviceClassName, channel: ChannelId): Role {
    const owner = personOwning(channel);
    if (person === owner) return ownRole(device);
    if (owner !== null) {
      const relation = grants.relationOf(person, owner);
      if (relation !== null) return relation;
    }
    const membership = typeOfChannel(channel) === 'conv' && conversations()?.membershipOf(channel);
    if (membership && ownRole(device) === 'own') {
      if (membership.basisOf(person) !== null && !ground.persons.hasEnded(person)) return 'member';
      if (membership.wasEver(person)) return 'formerMember';
    }
    return cards.cardOf(person) ? 'known' : 'stranger';
  }

  function mayRead(reader: PersonId, device: DeviceClassName, channel: ChannelId): boolean {
    const rules = rulesOf(channel);
    const role = roleIn(reader, device, channel);
    const rule = rules?.read[role] ?? 'no';
    return rule === 'yes' || (rule === 'audience' && audiences.includes(channel, reader));
  }

  /** The role that says what someone may write: what was ever let in stays, whatever was said later. */
  function writerRole(person: PersonId, channel: ChannelId): Role {
    const owner = personOwning(channel);
    if (viewer !== null && viewer !== owner) return owner === null ? 'known' : 'friend';
    const role = roleIn(person, 'phone', channel);
    return owner !== null && role !== 'friend' && grants.wereEverFriends(person, owner) ? 'formerFriend' : role;
  }

  function mayWrite(item: Item, ruleOf: (rules: ChannelRules) => WriteRule): boolean {
    const { channel, kind } = item.entry;
    const rules = rulesOf(channel);
    const name = kindName(kind);
    if (rules === null || name === null || item.author === personOwning(channel)) return true;
    const rule = ruleOf(rules);
    if (rule === 'all' || rule.includes(name)) return true;
    return mayReachOwn(item) && rules.write[writerRole(item.author, channel)].length > 0;
  }

  function isPermitted(item: Item): boolean {
    if (typeOfChannel(item.entry.channel) === 'conv') return conversations()?.isPermitted(item) ?? true;
    return mayWrite(item, (rules) => rules.write[writerRole(item.author, item.entry.channel)]);
  }

  /** `erase` and `correct` are for whoever may or might write there, unless what they reach is known and not theirs. */
  function mayReachOwn(item: Item): boolean {
    if (kindName(item.entry.kind) !== 'erase' && kindName(item.entry.kind) !== 'correct') return false;
    const body = ground.bodyOf(item);
    if (body?.kind === 'erase') {
      return (ground.persons.certificateOf(body.device)?.person ?? item.author) === item.author;
    }
    return (
      body?.kind !== 'correct' || body.targets.some((id) => (ground.get(id)?.author ?? item.author) === item.author)
    );
  }

  function isWelcome(item: Item, pending: readonly Item[] = []): boolean {
    if (typeOfChannel(item.entry.channel) === 'conv') return conversations()?.isPermitted(item, pending) ?? false;
    // Who stands near is known by friendship alone; others may only pass on what they imported.
    const isClaim = item.body?.kind === 'status.about' && item.body.rung !== 'imported';
    if (isClaim && roleIn(item.author, 'phone', item.entry.channel) !== 'friend') return false;
    return mayWrite(item, (rules) => {
      const role = roleIn(item.author, 'phone', item.entry.channel);
      return rules.welcome?.[role] ?? rules.write[role];
    });
  }

  return {
    roleIn,
    mayRead,
    isPermitted,
    isWelcome,
    isKnownNear(item) {
      const role = writerRole(item.author, item.entry.channel);
      return role === 'friend' || role === 'formerFriend';
    },
  };
}

/** The rules of a channel's type, or null when this version only keeps and relays such channels. */
export function rulesOf(channel: ChannelId): ChannelRules | null {
  const type = typeOfChannel(channel);
  return type === null ? null : accessTable[type];
}
