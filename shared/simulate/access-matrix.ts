import { accessTable, roles, type ReadRule, type Role, type WriteRule } from '../fold/access-table.ts';
import { unerasableKinds } from '../fold/void-cause.ts';
import { kinds, type BodyOf, type KindName } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import type { Entry } from '../protocol/entry.ts';
import { groupChannel, toChannelId, type ChannelTypeName } from '../protocol/ids.ts';
import { takeIn } from '../sync/take-in.ts';
import { batchOf, createAuthor, type Author } from './author.ts';
import { hashedVerifier } from './hashed-keys.ts';

/** All types of channels. */
export const types = Object.keys(accessTable) as ChannelTypeName[];
/** Roles of the owner's devices. */
export const own: readonly Role[] = ['own', 'ownShared', 'ownService'];

/** A kind that the owner writes first in each channel, and later; null where this version writes none. */
export const sampleByType: Readonly<Record<ChannelTypeName, KindName | null>> = {
  card: 'card.set',
  life: 'status',
  feed: 'voice',
  inbox: 'audience',
  self: 'sealed.social',
  comm: 'voice',
  conv: 'sealed.direct',
  office: null,
  roll: null,
};

/** 絹江 with a phone, a kiosk and a hub, someone in each other role, and in each of her channels one entry older and one newer than any friendship. */
export type Town = {
  readonly by: Readonly<Record<Role, Author>>;
  readonly older: Map<ChannelTypeName, Entry>;
  readonly newer: Map<ChannelTypeName, Entry>;
  readonly entries: readonly (readonly [Author, Entry])[];
};

/** The channel of that type that belongs to `owner`. */
export const channelOf = (type: ChannelTypeName, owner: Author) =>
  type === 'conv' ? groupChannel(owner.person, nonce) : toChannelId(type, owner.person);

const nonce = new Uint8Array(16);

/** Fields of an entry of that kind to `owner`, or null for kinds that need more than fields. */
export function fieldsOf(kind: KindName, owner: Author): Omit<BodyOf<KindName>, 'salt'> | null {
  const target = '00'.repeat(16);
  const sealed = { key: target, nonce: new Uint8Array(12), ciphertext: new Uint8Array(1) };
  const said = { condition: 'injured', whereabouts: 'notSaid' } as const;
  const samples: { readonly [Name in KindName]?: Omit<BodyOf<Name>, 'salt'> } = {
    'card.set': { name: '宮田' },
    clock: { fromMs: 0, toMs: 1, offsetMs: 1 },
    status: said,
    'status.about': { ...said, person: owner.person, rung: 'imported' },
    'life.sign': { evidence: 'opened' },
    'status.ask': {},
    'friend.add': { person: owner.person },
    'friend.remove': { person: owner.person },
    audience: { channelType: 2, index: 0, who: 'allFriends' },
    'friend.invite': { tokenHash: new Uint8Array(32) },
    voice: { text: 'こえ' },
    comment: { target, text: 'こえ' },
    like: { target },
    checkin: { place: { level: 'coarse' } },
    picture: { data: new Uint8Array(1), type: 'webp' },
    'sealed.life': sealed,
    'sealed.direct': sealed,
    'sealed.social': sealed,
    'conv.key': { recipients: new Uint8Array(96) },
  };
  return samples[kind] ?? null;
}

/** Makes the town of the matrix; its entries are in the order in which they were written. */
export async function makeTown(): Promise<Town> {
  const phone = await createAuthor('宮田 絹江', 1);
  const by: Record<Role, Author> = {
    own: phone,
    ownShared: await phone.addDevice(2, 'kiosk'),
    ownService: await phone.addDevice(3, 'hub'),
    friend: await createAuthor('宮田 由佳', 4),
    formerFriend: await createAuthor('早川 徹', 5),
    asking: await createAuthor('野添 みどり', 6),
    member: await createAuthor('瀬戸 洋介', 9),
    formerMember: await createAuthor('丹羽 勉', 10),
    known: await createAuthor('三上 樹', 7),
    stranger: await createAuthor('沢井 実', 8),
  };
  const entries: (readonly [Author, Entry])[] = roles.map((role) => [by[role], by[role].announce()]);
  const put = (author: Author, entry: Entry) => entries.push([author, entry]);
  const fill = () => {
    const filled = new Map<ChannelTypeName, Entry>();
    for (const type of types) {
      const kind = sampleByType[type];
      const fields = kind && fieldsOf(kind, phone);
      const entry = fields
        ? phone.write(channelOf(type, phone), kind, fields)
        : phone.writeBytes(channelOf(type, phone), 0x2a, Uint8Array.of(0xa0));
      put(phone, entry);
      filled.set(type, entry);
    }
    return filled;
  };
  const word = (author: Author, kind: 'friend.add' | 'friend.remove', to: Author) =>
    put(author, author.write(toChannelId('inbox', to.person), kind, { person: to.person }));
  put(by.known, by.known.write(toChannelId('card', by.known.person), 'card.set', { name: '三上 樹' }));
  const conversation = channelOf('conv', phone);
  const members = [by.member.person, by.formerMember.person];
  const create = phone.write(conversation, 'conv.create', { nonce, members });
  put(phone, create);
  const older = fill();
  for (const role of ['friend', 'formerFriend'] as const) {
    word(by[role], 'friend.add', phone);
    word(phone, 'friend.add', by[role]);
  }
  word(by.asking, 'friend.add', phone);
  const newer = fill();
  word(by.formerFriend, 'friend.remove', phone);
  put(phone, phone.write(conversation, 'conv.member', { basis: create.id, remove: [by.formerMember.person] }));
  return { by, older, newer, entries };
}

/** The batch of one entry by itself. */
export async function carry(author: Author, entry: Entry): Promise<Uint8Array> {
  return batchOf([await author.run([entry])], [author]);
}

/** What the table says that `role` may write there, `welcome` by the server now; null where this version knows no rule. */
export function ruleOf(type: ChannelTypeName, role: Role, welcome: boolean): WriteRule | null {
  const rules = accessTable[type];
  if (rules === null) return null;
  const standing = writerIn(type, role);
  return (welcome ? rules.welcome?.[standing] : undefined) ?? rules.write[standing];
}

/** As what someone writes: a community has no owner among persons, there everyone with a card is known, 絹江 too; of her conversation she is a member. */
function writerIn(type: ChannelTypeName, role: Role): Role {
  if (type === 'conv' && own.includes(role)) return 'member';
  if (type !== 'comm') return role;
  return role === 'known' || own.includes(role) ? 'known' : 'stranger';
}

/** What the table says of reading: of her conversation she is a member, on a phone or browser. */
export function readingOf(type: ChannelTypeName, role: Role): { readonly rule: ReadRule; readonly isSynced: boolean } {
  const standing: Role = type === 'conv' && role === 'own' ? 'member' : role;
  const rules = accessTable[type];
  return { rule: rules?.read[standing] ?? 'no', isSynced: rules?.sync.includes(standing) ?? false };
}

/** Every cell of the verb "append own": role, channel, kind. */
export function* writings() {
  for (const role of roles) {
    for (const type of types) {
      for (const kind of Object.keys(kinds) as KindName[]) {
        const isThere = (kinds[kind].channels as readonly string[]).includes(type) && accessTable[type] !== null;
        const isAboutOneself =
          own.includes(role) && (kind === 'friend.add' || kind === 'friend.remove' || kind === 'status.about');
        if (isThere && !isAboutOneself && hasSample(kind)) yield { role, type, kind };
      }
    }
  }
}

function hasSample(kind: KindName): boolean {
  return fieldsOf(kind, { person: '' } as Author) !== null;
}

/** Whether a rule lets that kind in. */
export function allows(rule: WriteRule | null, kind: KindName): boolean {
  return rule === null || rule === 'all' || rule.includes(kind);
}

/** Whether an erase may name an entry of the type, by table of kinds. */
export function isErasable(type: ChannelTypeName): boolean {
  const kind = sampleByType[type];
  return kind !== null && (kinds.erase.channels as readonly string[]).includes(type) && !unerasableKinds.includes(kind);
}

/** What an erase of the entry says. */
export function erasing({ hash, device, kind, number }: Entry) {
  return { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const };
}

/** Verified as any reader does it, from batches with their certificates. */
export async function itemsOf(entries: readonly (readonly [Author, Entry])[]): Promise<readonly Item[]> {
  const known = new Map(entries.map(([author]) => [author.device, author.certificate]));
  const items: Item[] = [];
  for (const [author, entry] of entries) {
    const taken = await takeIn(await carry(author, entry), null, {
      verifier: hashedVerifier,
      certificateOf: (device) => known.get(device) ?? null,
      learn: () => undefined,
      hashAt: () => null,
    });
    if (!taken.ok || taken.value.problems.length > 0) throw new Error('a batch of this test is broken');
    items.push(...taken.value.items);
  }
  return items;
}
