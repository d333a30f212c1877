import { beforeAll, describe, expect, it } from 'vitest';
import { accessTable, roles, type Role } from '../fold/access-table.ts';
import { createReplica } from '../fold/replica.ts';
import { kinds } from '../kinds/kinds.ts';
import { toLogKey } from '../protocol/ids.ts';
import { openBatch } from '../protocol/open-batch.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { plainRequest } from '../sync/messages.ts';
import { answerRequest } from '../sync/request.ts';
import {
  allows,
  carry,
  channelOf,
  erasing,
  fieldsOf,
  isErasable,
  itemsOf,
  makeTown,
  own,
  readingOf,
  ruleOf,
  sampleByType,
  types,
  writings,
  type Town,
} from './access-matrix.ts';
import type { Author } from './author.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createIntake, type Intake } from './intake.ts';
import type { MemoryRows } from './memory-store.ts';

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
        const { rule, isSynced } = readingOf(type, role);
        const expected = isSynced && rule !== 'no';
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
    expect(cells).toBe(270);
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
        const { rule } = readingOf(type, role);
        const expected = own.includes(role) || rule !== 'no';
        expect(same, `${role} ${type}`).toEqual(expected ? [] : [{ log, after: 0 }]);
        expect(
          ahead.map(({ after }) => after > 0),
          `${role} ${type}`,
        ).toEqual([expected]);
        cells++;
      }
    }
    expect(cells).toBe(90);
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
    expect(cells).toBe(251);
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
    expect(cells).toBe(90);
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
    expect(cells).toBe(120);
  });
});
