import { beforeAll, describe, expect, it } from 'vitest';
import { accessTable, roles, type Role, type WriteRule } from '../fold/access-table.ts';
import { createReplica } from '../fold/replica.ts';
import { unerasableKinds } from '../fold/void-cause.ts';
import { kindName, kinds, type BodyOf, type KindName } from '../kinds/kinds.ts';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId, toLogKey, type ChannelTypeName } from '../protocol/ids.ts';
import { openBatch } from '../protocol/open-batch.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { plainRequest } from '../sync/messages.ts';
import { answerRequest } from '../sync/request.ts';
import { takeIn } from '../sync/take-in.ts';
import { batchOf, createAuthor, type Author } from './author.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createIntake, type Intake } from './intake.ts';
import type { MemoryRows } from './memory-store.ts';

const types = Object.keys(accessTable) as ChannelTypeName[];
const own: readonly Role[] = ['own', 'ownShared', 'ownService'];
const others: readonly Role[] = roles.filter((role) => !own.includes(role));

/** A kind that the owner writes first in each channel, and later; null where this version writes none. */
const sampleByType: Readonly<Record<ChannelTypeName, KindName | null>> = {
  card: 'card.set',
  life: 'status',
  feed: 'voice',
  inbox: 'audience',
  self: 'sealed.social',
  comm: 'voice',
  conv: null,
  office: null,
  roll: null,
};

/** 絹江 with a phone, a kiosk and a hub, someone in each other role, and in each of her channels one entry older and one newer than any friendship. */
type Town = {
  readonly by: Readonly<Record<Role, Author>>;
  readonly older: Map<ChannelTypeName, Entry>;
  readonly newer: Map<ChannelTypeName, Entry>;
  readonly entries: readonly (readonly [Author, Entry])[];
};

const channelOf = (type: ChannelTypeName, owner: Author) => toChannelId(type, owner.person);

function fieldsOf(kind: KindName, owner: Author): Omit<BodyOf<KindName>, 'salt'> | null {
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
    'sealed.life': sealed,
    'sealed.social': sealed,
  };
  return samples[kind] ?? null;
}

async function makeTown(): Promise<Town> {
  const phone = await createAuthor('宮田 絹江', 1);
  const by: Record<Role, Author> = {
    own: phone,
    ownShared: await phone.addDevice(2, 'kiosk'),
    ownService: await phone.addDevice(3, 'hub'),
    friend: await createAuthor('宮田 由佳', 4),
    formerFriend: await createAuthor('早川 徹', 5),
    asking: await createAuthor('野添 みどり', 6),
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
  const older = fill();
  for (const role of ['friend', 'formerFriend'] as const) {
    word(by[role], 'friend.add', phone);
    word(phone, 'friend.add', by[role]);
  }
  word(by.asking, 'friend.add', phone);
  const newer = fill();
  word(by.formerFriend, 'friend.remove', phone);
  return { by, older, newer, entries };
}

/** The batch of one entry by itself. */
async function carry(author: Author, entry: Entry): Promise<Uint8Array> {
  return batchOf([await author.run([entry])], [author]);
}

/** What the table says that `role` may write there, `welcome` by the server now; null where this version knows no rule. */
function ruleOf(type: ChannelTypeName, role: Role, welcome: boolean): WriteRule | null {
  const rules = accessTable[type];
  if (rules === null) return null;
  // A community has no owner among persons: there everyone with a card is known, 絹江 too.
  const standing: Role = type !== 'comm' ? role : role === 'known' || own.includes(role) ? 'known' : 'stranger';
  return (welcome ? rules.welcome?.[standing] : undefined) ?? rules.write[standing];
}

/** Every cell of the verb "append own": role, channel, kind. */
function* writings() {
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

function allows(rule: WriteRule | null, kind: KindName): boolean {
  return rule === null || rule === 'all' || rule.includes(kind);
}

/** Whether an erase may name an entry of the type, by table of kinds. */
function isErasable(type: ChannelTypeName): boolean {
  const kind = sampleByType[type];
  return kind !== null && (kinds.erase.channels as readonly string[]).includes(type) && !unerasableKinds.includes(kind);
}

function erasing({ hash, device, kind, number }: Entry) {
  return { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const };
}

describe('the access matrix at a server', () => {
  let town: Town;
  let rows: MemoryRows;
  let intake: Intake;
  let epochs = 0;

  beforeAll(async () => {
    town = await makeTown();
    intake = await createIntake();
    for (const [author, entry] of town.entries) {
      expect((await intake.accept(await carry(author, entry))).refused).toEqual([]);
    }
    rows = intake.server.store().rows();
  });

  /** The same server as before any cell, and the authors as they were. */
  async function fresh(
    role: Role,
  ): Promise<{ owner: Author; actor: Author; session: { person: string; device: string } }> {
    await intake.server.restore((++epochs).toString(16).padStart(16, '0'), rows);
    const [owner, actor] = [town.by.own.copy(), town.by[role].copy()];
    return { owner, actor: role === 'own' ? owner : actor, session: { person: actor.person, device: actor.device } };
  }

  /** Entries that one answer brings to `role`, by id. */
  async function served(role: Role, request: Partial<typeof plainRequest> = {}) {
    const { session } = await fresh(role);
    const ports = { store: intake.server.store(), directory: intake.server.directory(), verifier: hashedVerifier };
    const answered = await answerRequest({ ...plainRequest, ...request }, session, ports);
    if (!answered.ok) throw new Error(answered.error.detail);
    const { answer } = answered.value;
    const opened = answer.batch === null ? null : openBatch(answer.batch, () => null, session);
    const runs = opened?.ok ? opened.value.runs : [];
    return { answer, ids: new Set(runs.flatMap((run) => run.entries.map((entry) => entry.id))), runs };
  }

  it('serves what each role may read, old and new, and names nothing else', async () => {
    let cells = 0;
    for (const role of roles) {
      const { ids, runs } = await served(role);
      for (const type of types) {
        const rules = accessTable[type];
        const expected = (rules?.sync.includes(role) ?? false) && rules?.read[role] !== 'no';
        const name = `${role} ${type}`;
        expect(ids.has(town.newer.get(type)!.id), `${name}: read`).toBe(expected);
        expect(ids.has(town.older.get(type)!.id), `${name}: read what is older than one's access`).toBe(expected);
        const seen = runs.filter(
          ({ channel, device }) =>
            channel === channelOf(type, town.by.own) && (role === 'own' || device !== town.by[role].device),
        );
        expect(seen.length > 0, `${name}: enumerate ids`).toBe(expected);
        cells += 3;
      }
    }
    expect(cells).toBe(216);
  });

  it('serves a device that was cut off nothing, whoever it belongs to', async () => {
    for (const role of ['own', 'ownShared', 'friend'] as const) {
      const { actor, session } = await fresh(role);
      const revocation = await actor.revoke(actor);
      await intake.accept(await carry(actor, revocation));
      const ports = { store: intake.server.store(), directory: intake.server.directory(), verifier: hashedVerifier };
      const answered = await answerRequest(plainRequest, session, ports);
      expect(answered.ok && answered.value.answer.batch, role).toBeNull();
    }
  });

  it('gives a card to whoever asks for it by id, and nothing else so', async () => {
    for (const role of roles) {
      const { ids } = await served(role, { cards: [town.by.own.person], lanes: 0 });
      const expected = types.filter((type) => type === 'card' && accessTable[type]?.read[role] === 'yes');
      expect(
        types.filter((type) => ids.has(town.newer.get(type)!.id)),
        role,
      ).toEqual(expected);
    }
  });

  it('says of heads only to those who may read', async () => {
    let cells = 0;
    for (const role of roles) {
      for (const type of types) {
        const { channel, device, kind, number, hash } = town.newer.get(type)!;
        const log = toLogKey(channel, device, laneOfKind(kind));
        const hash8 = Buffer.from(hash.subarray(0, 8)).toString('hex');
        const wantedOf = async (head: { number: number; hash8: string }) =>
          (await served(role, { lanes: 0, heads: [{ log, ...head }] })).answer.wanted;
        const same = await wantedOf({ number, hash8 });
        const ahead = await wantedOf({ number: number + 5, hash8: '00'.repeat(8) });
        // The author's own logs are theirs; of others only what may be read says more than that all of it is wanted.
        const rule = accessTable[type]?.read[role] ?? 'no';
        const expected = own.includes(role) || rule !== 'no';
        expect(same, `${role} ${type}`).toEqual(expected ? [] : [{ log, after: 0 }]);
        expect(
          ahead.map(({ after }) => after > 0),
          `${role} ${type}`,
        ).toEqual([expected]);
        cells++;
      }
    }
    expect(cells).toBe(72);
  });

  it('takes what each role may write, and refuses the rest by name', async () => {
    let cells = 0;
    for (const { role, type, kind } of writings()) {
      const { owner, actor, session } = await fresh(role);
      const entry = actor.write(channelOf(type, owner), kind, fieldsOf(kind, owner)!);
      const { refused } = await intake.accept(await carry(actor, entry), session);
      const expected = allows(ruleOf(type, role, true), kind) ? [] : ['not-permitted'];
      expect(
        refused.map(({ code }) => code),
        `${role} ${type} ${kind}`,
      ).toEqual(expected);
      expect(intake.stored().has(entry.id)).toBe(expected.length === 0);
      cells++;
    }
    expect(cells).toBe(143);
  });

  it('takes from every role what another wrote by right, and from none what was written without', async () => {
    let cells = 0;
    for (const role of roles) {
      for (const type of types) {
        const { owner, session } = await fresh(role);
        const kind = sampleByType[type];
        const entry = kind
          ? owner.write(channelOf(type, owner), kind, fieldsOf(kind, owner)!)
          : owner.writeBytes(channelOf(type, owner), 0x2a, Uint8Array.of(0xa0));
        expect((await intake.accept(await carry(owner, entry), session)).refused, `${role} ${type}`).toEqual([]);
        const forger = town.by.stranger.copy();
        const forged = kind ? forger.write(channelOf(type, owner), kind, fieldsOf(kind, owner)!) : null;
        const codes =
          forged && (await intake.accept(await carry(forger, forged), session)).refused.map(({ code }) => code);
        if (forged && kind) {
          expect(codes).toEqual(allows(ruleOf(type, 'stranger', true), kind) ? [] : ['not-permitted']);
        }
        cells++;
      }
    }
    expect(cells).toBe(72);
  });

  it('lets only the author and the owner of the channel erase, and only the author correct', async () => {
    let cells = 0;
    for (const role of roles) {
      for (const type of types) {
        const { owner, actor, session } = await fresh(role);
        const target = town.newer.get(type)!;
        const isOwner = own.includes(role);
        const erase = actor.write(channelOf(type, owner), 'erase', erasing(target));
        await intake.accept(await carry(actor, erase), session);
        expect(intake.stored().get(target.id)?.body === null, `${role} ${type}: erase`).toBe(
          isOwner && isErasable(type),
        );
        if ((kinds.correct.channels as readonly string[]).includes(type)) {
          const correct = actor.write(channelOf(type, owner), 'correct', { targets: [target.id], text: '訂正' });
          await intake.accept(await carry(actor, correct), session);
          const replica = createReplica(null);
          replica.addCertificates(roles.map((one) => town.by[one].certificate));
          const all = await itemsOf([...town.entries, [actor, correct]]);
          replica.add(all);
          const item = replica.get(correct.id)!;
          expect(replica.access.mayCorrect(item, replica.get(target.id)!), `${role} ${type}: correct`).toBe(isOwner);
          cells++;
        }
        cells++;
      }
    }
    expect(cells).toBe(96);
  });
});

describe('the access matrix of a carried file', () => {
  /** The replica of 絹江 after she took the file in. */
  async function replicaWith(town: Town, more: readonly (readonly [Author, Entry])[]) {
    const replica = createReplica(town.by.own.person);
    replica.addCertificates(roles.map((role) => town.by[role].certificate));
    replica.add(await itemsOf([...town.entries, ...more]));
    return replica;
  }

  it('keeps all that it holds, and counts what the table lets each role write', async () => {
    const town = await makeTown();
    let cells = 0;
    for (const { role, type, kind } of writings()) {
      const [owner, actor] = [town.by.own, town.by[role].copy()];
      const entry = actor.write(channelOf(type, owner), kind, fieldsOf(kind, owner)!);
      const replica = await replicaWith(town, [[actor, entry]]);
      const item = replica.get(entry.id);
      const name = `${role} ${type} ${kind}`;
      expect(item, name).not.toBeNull();
      // A community is nobody's own: who is known there is for those to say who hold every card.
      const expected = type === 'comm' || allows(ruleOf(type, role, false), kind);
      expect(replica.isVoid(item!)?.code ?? null, name).toBe(expected ? null : 'not-permitted');
      cells++;
    }
    expect(cells).toBe(143);
  });

  it('erases only what its author or the owner of the channel erases, and shows corrections of the author alone', async () => {
    const town = await makeTown();
    let cells = 0;
    for (const role of roles) {
      for (const type of types) {
        const [owner, actor] = [town.by.own, town.by[role].copy()];
        const target = town.newer.get(type)!;
        const erase = actor.write(channelOf(type, owner), 'erase', erasing(target));
        const replica = await replicaWith(town, [[actor, erase]]);
        const { erasures } = replica.access.ground;
        const expected = own.includes(role) && isErasable(type);
        expect(erasures.isErased(replica.get(target.id)!), `${role} ${type}: erase`).toBe(expected);
        cells++;
        if (kindName(target.kind) !== 'voice') continue;
        const correct = actor.write(channelOf(type, owner), 'correct', { targets: [target.id], text: '訂正' });
        const shown = (await replicaWith(town, [[actor, correct]])).voices.post(target.id, {
          nowMs: 2e12,
          receivedAtMs: () => null,
        });
        expect(shown?.corrections.length, `${role} ${type}: correct`).toBe(own.includes(role) ? 1 : 0);
        cells++;
      }
    }
    expect(cells).toBe(88);
    expect(others).toHaveLength(5);
  });
});

/** Verified as any reader does it, from batches with their certificates. */
async function itemsOf(entries: readonly (readonly [Author, Entry])[]) {
  const known = new Map(entries.map(([author]) => [author.device, author.certificate]));
  const items = [];
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
