import { encodeInvite, type Invite } from '../../../shared/device/invite-link.ts';
import type { Guest } from '../../../shared/demo/guests.ts';
import type { Act, Story } from '../../../shared/demo/story.ts';
import { inviteHash } from '../../../shared/fold/friends.ts';
import { toChannelId, type EntryId, type PersonId } from '../../../shared/protocol/ids.ts';
import { createSeeded } from '../../../shared/protocol/seeded.ts';
import { perform, type Others } from './perform.ts';
import { openPhone, openPhoneShop, sendOnly, type Phone } from './phone.ts';
import type { TownDisk } from './town-disk.ts';

/** A town whose people have phones, and a server that these talk to. */
export type Town = {
  readonly story: Story;
  /** Ids of all its people, by number. */
  readonly persons: readonly PersonId[];
  /** The phone of one of them; opened when it is first asked for. */
  phoneOf(number: number): Promise<Phone>;
  /** What a guest's link says. */
  inviteFor(guest: Guest): Invite;
  /** Lets time be what it is. */
  setClock(nowMs: number | null): void;
  /** Writes acts on the phones of those who do them, each at its time when `isPast`. What was written before is passed over. */
  write(acts: readonly Act[], isPast: boolean): Promise<void>;
  /** Sends what waits on these phones, or on all; gives how many entries. */
  send(phones?: readonly Phone[]): Promise<number>;
  /** Forgets phones that need not stay open; they are opened again when they are asked for. */
  putAway(isNeeded: (number: number) => boolean): void;
};

const sendersAtOnce = 8;
const settledBeforeMs = 3_600_000;

/** Opens the town that `disk` keeps; where it keeps none, everyone gets a phone and friends first. Nothing is sent. */
export async function openTown(story: Story, seed: number, origin: string, disk: TownDisk): Promise<Town> {
  let storyMs: number | null = null;
  const shop = await openPhoneShop(seed, origin, { nowMs: () => storyMs ?? Date.now() });
  const hosts = new Set(story.guests.flatMap((guest) => guest.hosts));
  const phones = new Map<number, Phone>();
  const idByKey = new Map<number, EntryId>(disk.played());
  const actByKey = new Map([...story.acts, ...story.later].map((act) => [act.key, act]));
  const lastStatus = new Map<number, EntryId>();
  for (const act of story.acts) noteStatus(act, idByKey.get(act.key));

  function noteStatus({ by, deed }: Act, id: EntryId | undefined): void {
    if (deed.do === 'status' && id !== undefined) lastStatus.set(by, id);
  }

  async function phoneOf(number: number): Promise<Phone> {
    const owner = story.people[number];
    if (owner === undefined) throw new RangeError(`no person ${number}`);
    const phone = phones.get(number) ?? (await openPhone(shop, owner, disk.diskOf(number), hosts.has(number)));
    phones.set(number, phone);
    return phone;
  }

  const tokenOf = (guest: Guest) => createSeeded(seed * 2 ** 16 - 1 - story.guests.indexOf(guest)).bytes(16);

  /** Everybody makes a person, says add to their friends, and hosts give out invitations. */
  async function settle(): Promise<readonly PersonId[]> {
    storyMs = story.beginMs - settledBeforeMs;
    const made: Phone[] = [];
    for (const { number } of story.people) made.push(await phoneOf(number));
    const persons = made.map(({ device }) => device.person);
    for (const { device, owner } of made) {
      for (const friend of story.circles[owner.number] ?? []) {
        const person = persons[friend] ?? '';
        check(await device.write('friend.add', toChannelId('inbox', person), { person }));
      }
    }
    for (const guest of story.guests) {
      const tokenHash = inviteHash(tokenOf(guest));
      for (const host of guest.hosts) {
        const { device } = await phoneOf(host);
        check(await device.write('friend.invite', toChannelId('inbox', device.person), { tokenHash }));
      }
    }
    disk.remember('persons', persons);
    storyMs = null;
    return persons;
  }

  const persons = (disk.recall('persons') as readonly PersonId[] | null) ?? (await disk.together(settle));
  const others: Others = {
    companionOf: (number) => ({ person: persons[number] ?? '', name: story.people[number]?.name ?? '' }),
    targetOf(key) {
      const [id, act] = [idByKey.get(key), actByKey.get(key)];
      if (id === undefined || act === undefined) throw new Error(`act ${key} is answered before it was done`);
      return { id, channel: toChannelId('feed', persons[act.by] ?? '') };
    },
    lastStatusOf: (number) => lastStatus.get(number) ?? null,
  };

  return {
    story,
    persons,
    phoneOf,
    setClock: (nowMs) => void (storyMs = nowMs),
    inviteFor(guest) {
      const [first = 0, ...more] = guest.hosts;
      const host = story.people[first];
      return {
        person: persons[first] ?? '',
        token: tokenOf(guest),
        name: host?.name ?? '',
        kana: host?.kana ?? '',
        others: more.map((number) => persons[number] ?? ''),
      };
    },
    async write(acts, isPast) {
      const writeAll = async () => {
        for (const act of acts) {
          if (idByKey.has(act.key)) continue;
          if (isPast) storyMs = act.atMs;
          const id = await perform(await phoneOf(act.by), act, others);
          idByKey.set(act.key, id);
          noteStatus(act, id);
          disk.notePlayed(act.key, id);
        }
      };
      // What is said now stands beside what others write at the same time: each entry is kept by itself.
      await (isPast ? disk.together(writeAll) : writeAll());
      storyMs = null;
    },
    async send(some) {
      const waiting = some ? [...some] : await Promise.all(story.people.map(({ number }) => phoneOf(number)));
      let sent = 0;
      const sendNext = async () => {
        for (let phone = waiting.pop(); phone !== undefined; phone = waiting.pop()) {
          const taken = await sendOnly(phone);
          sent += taken;
        }
      };
      await Promise.all(Array.from({ length: sendersAtOnce }, sendNext));
      return sent;
    },
    putAway(isNeeded) {
      for (const number of phones.keys()) if (!isNeeded(number)) phones.delete(number);
    },
  };
}

/** The address that makes its reader a friend of the guest's hosts. */
export function linkOf(town: Town, guest: Guest, origin: string): string {
  return `${origin}/i/${encodeInvite(town.inviteFor(guest))}`;
}

function check(written: { readonly ok: boolean }): void {
  if (!written.ok) throw new Error('a phone could not keep what it wrote: is the disk full?');
}
