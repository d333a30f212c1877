import { answerInvites } from '../../../shared/device/answer-invites.ts';
import { readerTimeOf } from '../../../shared/device/reader-time.ts';
import type { Post } from '../../../shared/fold/voices.ts';
import { ownerOfChannel, type EntryId, type PersonId } from '../../../shared/protocol/ids.ts';
import { heardAfter } from '../../../shared/demo/guests.ts';
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

const lookEveryMs = 20_000;
const answersPerVoice = 2;

/** Turns the phones of all hosts on. `replies` are said to guests; nobody says the same to the same voice. */
export async function wakeHosts(town: Town, replies: readonly string[]): Promise<Hosts> {
  const numbers = [...new Set(town.story.guests.flatMap((guest) => guest.hosts))];
  const phones = new Map<number, Phone>();
  for (const number of numbers) phones.set(number, await town.phoneOf(number));
  const townspeople = new Set(town.persons);
  const { acts, quakeAtMs } = town.story;
  const heard = heardAfter(acts, quakeAtMs);
  const answersByVoice = new Map<EntryId, number>();
  const liked = new Set<string>();
  const isSeen = new WeakSet<Phone>();
  const resting = new AbortController();

  async function look(phone: Phone): Promise<void> {
    const before = phone.device.core.chunks;
    await phone.conversation.wake('timer');
    // To go through everything each time would keep a processor busy for nothing.
    if (isSeen.has(phone) && phone.device.core.chunks === before) return;
    isSeen.add(phone);
    const added = await answerInvites(phone.device, replicaOf(phone).friends);
    const answered = await answerGuests(phone);
    if (added.length > 0 || answered) await phone.conversation.wake('wrote');
  }

  /** Likes what guests wrote, and the first two who see it say something. True when something was written. */
  async function answerGuests(phone: Phone): Promise<boolean> {
    let hasWritten = false;
    // Of whom nothing was heard nothing is heard now: only their phone takes guests in.
    if (!heard.has(phone.owner.number)) return false;
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

  async function keepLooking(phone: Phone): Promise<void> {
    let hasNews = false;
    let tell: () => void = () => undefined;
    const onNews = () => {
      hasNews = true;
      tell();
    };
    let line: Promise<void> | null = null;
    while (!resting.signal.aborted) {
      hasNews = false;
      await look(phone);
      line ??= phone.listen(onNews, resting.signal).then(() => void (line = null));
      if (!hasNews) await Promise.race([pause(lookEveryMs), new Promise<void>((resolve) => void (tell = resolve))]);
    }
  }

  // What a phone could not send waits on it and is sent the next time: trouble with the line is no failure.
  for (const phone of phones.values()) void keepLooking(phone);
  return {
    isHost: (number) => phones.has(number),
    async wake(number) {
      await phones.get(number)?.conversation.wake('wrote');
    },
    rest: () => resting.abort(),
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
