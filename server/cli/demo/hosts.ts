import { answerInvites } from '../../../shared/device/answer-invites.ts';
import { readerTimeOf } from '../../../shared/device/reader-time.ts';
import type { Post } from '../../../shared/fold/voices.ts';
import { ownerOfChannel, type EntryId, type PersonId } from '../../../shared/protocol/ids.ts';
import { replicaOf, type Phone } from './phone.ts';
import type { Town } from './town.ts';

/** People whose phones stay on: they read, take guests in and answer them. */
export type Hosts = {
  isHost(number: number): boolean;
  /** Syncs the phone of a host after it wrote. */
  wake(number: number): Promise<void>;
  /** Ends what is under way and starts nothing more. */
  rest(): void;
};

const lookEveryMs = 2_000;
const answersPerVoice = 2;

/** Turns the phones of all hosts on. `replies` are said to guests; nobody says the same to the same voice. */
export async function wakeHosts(town: Town, replies: readonly string[]): Promise<Hosts> {
  const numbers = [...new Set(town.story.guests.flatMap((guest) => guest.hosts))];
  const phones = new Map<number, Phone>();
  for (const number of numbers) phones.set(number, await town.phoneOf(number));
  const townspeople = new Set(town.persons);
  const answersByVoice = new Map<EntryId, number>();
  const liked = new Set<string>();
  let isResting = false;

  async function look(phone: Phone): Promise<void> {
    await phone.conversation.wake('timer');
    const added = await answerInvites(phone.device, replicaOf(phone).friends);
    const answered = await answerGuests(phone);
    if (added.length > 0 || answered) await phone.conversation.wake('wrote');
  }

  /** Likes what guests wrote, and the first two who see it say something. True when something was written. */
  async function answerGuests(phone: Phone): Promise<boolean> {
    let hasWritten = false;
    for (const guest of guestsOf(phone)) {
      for (const voice of voicesOf(phone, guest)) {
        const mark = `${phone.owner.number} ${voice.id}`;
        if (liked.has(mark) || isAnswered(phone, voice)) continue;
        liked.add(mark);
        hasWritten = true;
        await phone.device.write('like', voice.channel, { target: voice.id }, [voice.id]);
        const before = answersByVoice.get(voice.id) ?? 0;
        if (before >= answersPerVoice) continue;
        answersByVoice.set(voice.id, before + 1);
        const text = replies[(phone.owner.number + before) % replies.length];
        if (text !== undefined)
          await phone.device.write('comment', voice.channel, { target: voice.id, text }, [voice.id]);
      }
    }
    return hasWritten;
  }

  function guestsOf(phone: Phone): readonly PersonId[] {
    const friends = replicaOf(phone).friends.friendsOf(phone.device.person);
    return friends.filter((person) => !townspeople.has(person));
  }

  async function keepLooking(phone: Phone, place: number): Promise<void> {
    // Not all in the same moment.
    await pause((place * lookEveryMs) / numbers.length);
    while (!isResting) {
      await look(phone);
      await pause(lookEveryMs);
    }
  }

  // What a phone could not send waits on it and is sent the next time: trouble with the line is no failure.
  [...phones.values()].forEach((phone, place) => void keepLooking(phone, place));
  return {
    isHost: (number) => phones.has(number),
    async wake(number) {
      await phones.get(number)?.conversation.wake('wrote');
    },
    rest: () => void (isResting = true),
  };
}

function voicesOf(phone: Phone, guest: PersonId): readonly Post[] {
  const posts = replicaOf(phone).voices.list(
    { channels: null, author: guest, limit: 5 },
    readerTimeOf(phone.device.core),
  );
  return posts.filter((post) => post.kind === 'voice' && !post.isAbsent && ownerOfChannel(post.channel) === guest);
}

function isAnswered({ device }: Phone, voice: Post): boolean {
  return voice.likes.includes(device.person);
}

/** Waits so long. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
