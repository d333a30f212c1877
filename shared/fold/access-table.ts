import type { KindName } from '../kinds/kinds.ts';
import type { DeviceClassName } from '../protocol/certificate.ts';
import type { ChannelTypeName } from '../protocol/ids.ts';

/** How someone stands to the owner of a channel; the nearest that holds. For channels without a personal owner everyone is a stranger, or known. */
export type Role =
  /** The owner on a phone or browser. */
  | 'own'
  /** The owner on a lite or shared device. */
  | 'ownShared'
  /** A machine of the owner: desk, clerk, importer, hub. */
  | 'ownService'
  | 'friend'
  /** Both said add once, and one took it back. */
  | 'formerFriend'
  /** Someone who asked the owner, or whom the owner asked, without answer so far. */
  | 'asking'
  /** In a conversation, on a phone or browser. */
  | 'member'
  /** Was in it once, and was removed or left. */
  | 'formerMember'
  /** Anyone with a card. */
  | 'known'
  | 'stranger';

/** All roles, nearest first. */
export const roles: readonly Role[] = [
  'own',
  'ownShared',
  'ownService',
  'friend',
  'formerFriend',
  'asking',
  'member',
  'formerMember',
  'known',
  'stranger',
];

/** Whether a role is served a channel: always, when the audience that the owner chose has them, or never. */
export type ReadRule = 'yes' | 'audience' | 'no';

/** What a role may write: every kind that may stand there, or the kinds named. */
export type WriteRule = 'all' | readonly KindName[];

/** Rules of one type of channel. `sync` says whether it comes by itself with the person's sync; a card is given besides to whoever asks for it by id. */
export type ChannelRules = {
  readonly read: Readonly<Record<Role, ReadRule>>;
  readonly sync: readonly Role[];
  /** Whose entries are not void, for good. */
  readonly write: Readonly<Record<Role, WriteRule>>;
  /** Where a server takes less than what is not void. */
  readonly welcome?: Partial<Readonly<Record<Role, WriteRule>>>;
};

const statements: readonly KindName[] = ['person.rotate', 'device.cert', 'device.revoke'];
const knocks: readonly KindName[] = ['friend.add', 'friend.remove', 'status.ask'];
const answers: readonly KindName[] = ['comment', 'like'];
const beginnings: readonly KindName[] = ['conv.create'];
const nothing: readonly KindName[] = [];
const owners: readonly Role[] = ['own', 'ownShared', 'ownService'];

/** Everyone may do a thing, the owner's devices another. */
function byOwner<Rule>(own: Rule, others: Rule): Record<Role, Rule> {
  const rules = roles.map((role) => [role, owners.includes(role) ? own : others] as const);
  return Object.fromEntries(rules) as Record<Role, Rule>;
}

/**
 * Who may do what, by type of channel (the specification has the same table in words). Null: this version keeps and relays such channels and no fold
 * reads them. Besides, everyone may write `erase` and `correct` where they may reach something (`mayErase`, `mayCorrect`), kinds that this version
 * does not know are never void by permission, and what one wrote oneself one may always read.
 */
export const accessTable: Readonly<Record<ChannelTypeName, ChannelRules | null>> = {
  card: {
    read: byOwner<ReadRule>('yes', 'yes'),
    sync: [...owners, 'friend', 'asking', 'member'],
    write: byOwner<WriteRule>('all', statements),
  },
  life: {
    read: { ...byOwner<ReadRule>('yes', 'no'), friend: 'audience' },
    sync: [...owners, 'friend'],
    write: byOwner<WriteRule>('all', ['status.about']),
  },
  feed: {
    read: { ...byOwner<ReadRule>('yes', 'no'), ownService: 'no', friend: 'audience' },
    sync: ['own', 'ownShared', 'friend'],
    write: { ...byOwner<WriteRule>('all', nothing), friend: answers, formerFriend: answers },
    welcome: { formerFriend: nothing },
  },
  inbox: {
    read: { ...byOwner<ReadRule>('yes', 'no'), ownService: 'no' },
    sync: ['own', 'ownShared'],
    write: byOwner<WriteRule>('all', knocks),
  },
  self: {
    read: { ...byOwner<ReadRule>('no', 'no'), own: 'yes' },
    sync: ['own'],
    write: byOwner<WriteRule>('all', nothing),
  },
  comm: {
    read: byOwner<ReadRule>('yes', 'yes'),
    sync: [],
    write: { ...byOwner<WriteRule>('all', nothing), known: 'all' },
  },
  conv: {
    read: { ...byOwner<ReadRule>('no', 'no'), member: 'yes' },
    sync: ['member'],
    // Anyone may begin one of their own. Of who is no member any more that stands which the removal names as seen.
    write: { ...byOwner<WriteRule>(beginnings, beginnings), member: 'all' },
  },
  office: null,
  roll: null,
};

/** The role of an owner's device. */
export function ownRole(device: DeviceClassName): Role {
  if (device === 'phone' || device === 'browser') return 'own';
  return device === 'lite' || device === 'kiosk' ? 'ownShared' : 'ownService';
}
