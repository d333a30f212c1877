import { describe, expect, it } from 'vitest';
import { roles } from '../fold/access-table.ts';
import { createConversations } from '../fold/conversations.ts';
import { createReplica } from '../fold/replica.ts';
import { kindName } from '../kinds/kinds.ts';
import type { Entry } from '../protocol/entry.ts';
import {
  allows,
  channelOf,
  erasing,
  fieldsOf,
  isErasable,
  itemsOf,
  makeTown,
  own,
  ruleOf,
  types,
  writings,
  type Town,
} from './access-matrix.ts';
import type { Author } from './author.ts';

describe('the access matrix of a carried file', () => {
  /** The replica of 絹江 after she took the file in. */
  async function replicaWith(town: Town, more: readonly (readonly [Author, Entry])[]) {
    const replica = createReplica(town.by.own.person);
    replica.access.attachConversations(createConversations);
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
    expect(cells).toBe(251);
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
    expect(cells).toBe(110);
  });
});
