import { describe, expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createAccess } from './access.ts';
import { inviteHash } from './friends.ts';
import { announce, befriend, copyDevice, equip, settle, write } from './test-town.ts';

async function twoPeople() {
  const seeded = createSeeded(1);
  const yuka = equip(settle(seeded, '宮田 由佳'), seeded);
  const kinue = equip(settle(seeded, '宮田 絹江'), seeded);
  const cards = [await announce(yuka, yuka.certificate), await announce(kinue, kinue.certificate)];
  const access = createAccess();
  access.addAll(cards);
  const inboxes = { yuka: toChannelId('inbox', yuka.owner.id), kinue: toChannelId('inbox', kinue.owner.id) };
  return { yuka, kinue, access, inboxes, ids: [yuka.owner.id, kinue.owner.id] as const, seeded };
}

describe('friends', () => {
  it('are two who both said add, and one add is a request', async () => {
    const { yuka, kinue, access, ids } = await twoPeople();
    const [ask, answer] = await befriend(yuka, kinue);
    access.add(ask!);
    expect(access.friends.areFriends(...ids)).toBe(false);
    expect(access.friends.requestsTo(ids[1]).map((request) => request.from)).toEqual([ids[0]]);
    expect(access.friends.requestsFrom(ids[0]).map((request) => request.to)).toEqual([ids[1]]);
    access.add(answer!);
    expect(access.friends.areFriends(...ids)).toBe(true);
    expect(access.friends.friendsOf(ids[0])).toEqual([ids[1]]);
    expect(access.friends.requestsTo(ids[1])).toEqual([]);
  });

  it('end when either removes, and a remove beats an add that did not see it', async () => {
    const { yuka, kinue, access, inboxes, ids, seeded } = await twoPeople();
    const tablet = equip(yuka.owner, seeded);
    access.addCertificate(tablet.certificate);
    const words = await befriend(yuka, kinue);
    const remove = await write(
      tablet,
      'friend.remove',
      inboxes.kinue,
      { person: ids[1], replaces: [words[0]!.entry.id] },
      { clockMs: 2_000 },
    );
    const addAgain = await write(yuka, 'friend.add', inboxes.kinue, { person: ids[1] }, { clockMs: 9_000 });
    access.addAll([...words, addAgain, remove]);
    expect(access.friends.areFriends(...ids)).toBe(false);
    expect(access.friends.wereEverFriends(...ids)).toBe(true);
    const replaces = [remove.entry.id, addAgain.entry.id];
    access.add(await write(tablet, 'friend.add', inboxes.kinue, { person: ids[1], replaces }, { clockMs: 3_000 }));
    expect(access.friends.areFriends(...ids)).toBe(true);
  });

  it('become so by the token of an invitation until the inviter says a word, and not after it is withdrawn', async () => {
    const { yuka, kinue, access, inboxes, ids } = await twoPeople();
    const token = createSeeded(7).bytes(16);
    const invite = await write(yuka, 'friend.invite', inboxes.yuka, { tokenHash: inviteHash(token) });
    const add = await write(kinue, 'friend.add', inboxes.yuka, { person: ids[0], token });
    const cards = ids.map((person, i) => ({ person, channel: toChannelId('card', ids[1 - i]!), opened: true }));
    expect(access.add(add)).toEqual(cards.sort((a, b) => (a.person < b.person ? -1 : 1)));
    access.add(invite);
    expect(access.friends.areFriends(...ids)).toBe(true);
    expect(access.readableChannels(ids[1])).toContain(toChannelId('feed', ids[0]));
    const { hash, device, kind, number } = invite.entry;
    const withdrawn = { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const };
    const changes = access.add(await write(yuka, 'erase', inboxes.yuka, withdrawn));
    expect(changes).toContainEqual({ person: ids[1], channel: toChannelId('feed', ids[0]), opened: false });
    expect(access.friends.areFriends(...ids)).toBe(false);
    access.add(await write(yuka, 'friend.remove', inboxes.kinue, { person: ids[1] }));
    expect(access.friends.wordOf(...ids)).toBe('remove');
  });

  it('do not come from words in a wrong inbox, by a wrong person, or above a fork', async () => {
    const { yuka, kinue, access, inboxes, ids } = await twoPeople();
    const misplaced = await write(yuka, 'friend.add', inboxes.yuka, { person: ids[1] });
    const words = await befriend(yuka, kinue);
    access.addAll([misplaced, ...words]);
    expect(access.whyVoid(misplaced)?.code).toBe('misplaced');
    expect(access.friends.areFriends(...ids)).toBe(true);
    const copy = copyDevice(kinue);
    const remove = await write(kinue, 'friend.remove', inboxes.yuka, { person: ids[0] });
    expect(access.add(remove)).toContainEqual({
      person: ids[0],
      channel: toChannelId('feed', ids[1]),
      opened: false,
    });
    const other = await write(copy, 'friend.add', inboxes.yuka, { person: ids[0] }, { clockMs: 5 });
    access.add(other);
    expect(access.whyVoid(remove)?.code).toBe('forked');
    expect(access.whyVoid(other)?.code).toBe('forked');
    expect(access.friends.areFriends(...ids)).toBe(true);
  });

  it('ask again after a remove by a later add', async () => {
    const { yuka, kinue, access, inboxes, ids } = await twoPeople();
    access.addAll(await befriend(yuka, kinue));
    access.add(await write(kinue, 'friend.remove', inboxes.yuka, { person: ids[0] }, { clockMs: 2_000 }));
    expect(access.friends.requestsTo(ids[1])).toEqual([]);
    access.add(await write(yuka, 'friend.add', inboxes.kinue, { person: ids[1] }, { clockMs: 3_000 }));
    expect(access.friends.requestsTo(ids[1])).toHaveLength(1);
    expect(access.readableChannels(ids[1])).toContain(toChannelId('card', ids[0]));
  });
});
