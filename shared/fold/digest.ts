import { bytesToHex } from '../protocol/bytes.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import type { CborValue } from '../protocol/cbor.ts';
import { createSha256Stream } from '../protocol/hash.ts';
import type { PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import type { ReaderTime } from './clocks.ts';
import type { Households } from './households.ts';
import { orderEntries } from './order.ts';
import type { Pictures } from './pictures.ts';
import type { Signs } from './signs.ts';
import type { Statuses } from './statuses.ts';
import type { Post, Voices } from './voices.ts';

type Folds = {
  readonly access: Access;
  readonly voices: Voices;
  readonly statuses: Statuses;
  readonly signs: Signs;
  readonly households: Households;
  readonly pictures: Pictures;
};

/** A reader for whom every clock has passed and nothing has a receipt: so no reader's time is in a digest. */
const endOfTime: ReaderTime = { nowMs: Number.MAX_SAFE_INTEGER, receivedAtMs: () => null };

/**
 * SHA-256 as hex over the deterministic CBOR of all that folds show: entries in the order of the set with their verdicts, corrected clocks and whether
 * their bodies are read; then persons, friends, audiences, posts with what was said to them, statuses and signs, and who is in which conversation. Equal on replicas of one viewer that hold
 * the same set; no reader's time is in it. Costs a look at everything.
 */
export function digestOf(folds: Folds): string {
  const hash = createSha256Stream();
  for (const value of [...entriesOf(folds), ...personsOf(folds), ...postsOf(folds), ...talksOf(folds)])
    hash.update(encodeCbor(value));
  return bytesToHex(hash.digest());
}

function* entriesOf({ access }: Folds): Iterable<CborValue> {
  const { clocks, names, erasures, logs } = access.ground;
  for (const item of orderEntries(access.ground.items(), clocks)) {
    yield [
      item.entry.hash,
      access.whyVoid(item)?.code ?? null,
      clocks.correctedMs(item),
      access.ground.bodyOf(item) !== null,
      // What a sealed entry is named inside is known to those alone who were given its key.
      isSealedKind(item.entry.kind) ? null : names.nameOf(item.entry.id),
    ];
  }
  yield erasures.targets();
  yield logs.forks();
}

function isSealedKind(kind: number): boolean {
  return (kind & 0x3f) === 0x3f;
}

function* personsOf({ access, statuses, signs, households, pictures }: Folds): Iterable<CborValue> {
  const { persons, friends, audiences, cards, ground } = access;
  for (const person of everyone(access, statuses)) {
    const root = persons.rootOf(person);
    const sign = signs.lastSignOf(person, endOfTime);
    yield [
      person,
      root && [root.sequence, root.key],
      persons.hasEnded(person),
      persons
        .devicesOf(person)
        .map((device) => [device, persons.certificateOf(device)?.bytes ?? null, persons.isLive(device)]),
      cards.cardOf(person)?.entry ?? null,
      ...(pictures.pictureOf(person)?.entry ? [pictures.pictureOf(person)?.entry ?? null] : []),
      friends.friendsOf(person),
      friends.requestsTo(person).map((request) => request.entry),
      audiences.channelsOf(person).map((channel): CborValue => {
        const { who, persons: listed } = audiences.audienceOf(channel);
        return [channel, who, [...listed].sort()];
      }),
      access.readableChannels(person),
      statuses.holdingAbout(person).map((item) => [item.entry.id, ground.clocks.correctedMs(item)]),
      households.namedBy(person),
      statuses.headlineOf(person, endOfTime).headline?.rung ?? null,
      sign && [sign.id, sign.atMs, sign.evidence],
    ];
  }
}

function* postsOf({ voices }: Folds): Iterable<CborValue> {
  for (const name of voices.names()) {
    const post = voices.post(name, endOfTime);
    if (post) yield toValue(post);
  }
}

function* talksOf({ access }: Folds): Iterable<CborValue> {
  const conversations = access.conversations();
  for (const channel of conversations?.all() ?? []) {
    const { out } = conversations?.membershipOf(channel) ?? {};
    yield [channel, [...(conversations?.membersOf(channel) ?? [])], [...(out ?? [])].sort()];
  }
}

/** What stands below a comment is written where that comment is the post. */
function toValue(post: Post): CborValue {
  return [
    post.ids,
    post.kind,
    post.channel,
    post.author,
    post.atMs,
    post.text,
    post.comments.map((comment) => comment.id),
    post.likes,
    post.corrections.map((correction): CborValue => [correction.id, correction.text]),
  ];
}

function everyone(access: Access, statuses: Statuses): readonly PersonId[] {
  const authors = [...access.ground.items()].map((item) => item.author);
  return [...new Set([...access.persons.all(), ...authors, ...statuses.persons()])].sort();
}
