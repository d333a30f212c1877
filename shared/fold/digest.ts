import { bytesToHex } from '../protocol/bytes.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import type { CborValue } from '../protocol/cbor.ts';
import { createSha256Stream } from '../protocol/hash.ts';
import { idToBytes, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import type { ReaderTime } from './clocks.ts';
import { orderEntries } from './order.ts';
import type { Signs } from './signs.ts';
import type { Statuses } from './statuses.ts';
import type { Post, Voices } from './voices.ts';

type Folds = {
  readonly access: Access;
  readonly voices: Voices;
  readonly statuses: Statuses;
  readonly signs: Signs;
};

/** A reader for whom every clock has passed and nothing has a receipt: so no reader's time is in a digest. */
const endOfTime: ReaderTime = { nowMs: Number.MAX_SAFE_INTEGER, receivedAtMs: () => null };

/**
 * SHA-256 as hex over the deterministic CBOR of all that folds show: entries in the order of the set with their verdicts, corrected clocks and whether
 * their bodies are read; then persons, friends, audiences, posts with what was said to them, statuses and signs. Costs a look at everything.
 */
export function digestOf(folds: Folds): string {
  const hash = createSha256Stream();
  for (const value of [...entriesOf(folds), ...personsOf(folds), ...postsOf(folds)]) hash.update(encodeCbor(value));
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
      idToBytes(names.nameOf(item.entry.id)),
    ];
  }
  yield erasures.targets().map(idToBytes);
  yield logs.forks().map(([key, from]): CborValue => [key, from]);
}

function* personsOf({ access, statuses, signs }: Folds): Iterable<CborValue> {
  const { persons, friends, audiences, cards, ground } = access;
  for (const person of everyone(access, statuses)) {
    const root = persons.rootOf(person);
    const sign = signs.lastSignOf(person, endOfTime);
    yield [
      idToBytes(person),
      root && [root.sequence, root.key],
      persons.hasEnded(person),
      persons
        .devicesOf(person)
        .map((device) => [idToBytes(device), persons.certificateOf(device)?.bytes ?? null, persons.isLive(device)]),
      idOrNull(cards.cardOf(person)?.entry),
      friends.friendsOf(person).map(idToBytes),
      friends.requestsTo(person).map((request) => idToBytes(request.entry)),
      audiences.channelsOf(person).map((channel): CborValue => {
        const { who, persons: listed } = audiences.audienceOf(channel);
        return [idToBytes(channel), who, [...listed].sort().map(idToBytes)];
      }),
      access.readableChannels(person).map(idToBytes),
      statuses.holdingAbout(person).map((item) => [idToBytes(item.entry.id), ground.clocks.correctedMs(item)]),
      statuses.headlineOf(person, endOfTime).headline?.rung ?? null,
      sign && [idToBytes(sign.id), sign.atMs, sign.evidence],
    ];
  }
}

function* postsOf({ voices }: Folds): Iterable<CborValue> {
  for (const name of voices.names()) {
    const post = voices.post(name, endOfTime);
    if (post) yield toValue(post);
  }
}

/** What stands below a comment is written where that comment is the post. */
function toValue(post: Post): CborValue {
  return [
    post.ids.map(idToBytes),
    post.kind,
    idToBytes(post.channel),
    idToBytes(post.author),
    post.atMs,
    post.text,
    post.comments.map((comment) => idToBytes(comment.id)),
    post.likes.map(idToBytes),
    post.corrections.map((correction): CborValue => [idToBytes(correction.id), correction.text]),
  ];
}

function everyone(access: Access, statuses: Statuses): readonly PersonId[] {
  const authors = [...access.ground.items()].map((item) => item.author);
  return [...new Set([...access.persons.all(), ...authors, ...statuses.persons()])].sort();
}

function idOrNull(id: EntryId | undefined): CborValue {
  return id === undefined ? null : idToBytes(id);
}
