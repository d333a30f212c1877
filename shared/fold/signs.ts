import { evidence, kindName, kinds } from '../kinds/kinds.ts';
import type { Place } from '../kinds/place.ts';
import type { Item } from '../log/item.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { compareByClock, isAhead, shownTimeMs, type ReaderTime } from './clocks.ts';
import { newestFirst, type Timeline } from './timeline.ts';

/** What a sign of life rests on. */
export type Evidence = keyof typeof evidence;

/** The last time that a person did something, as far as is known here. */
export type Sign = {
  readonly id: EntryId;
  readonly atMs: number;
  readonly evidence: Evidence;
  /** As coarse as the person chose, or null. */
  readonly place: Place | null;
};

/** Where a person last said that they were. */
export type SaidPlace = {
  readonly id: EntryId;
  readonly atMs: number;
  readonly kind: 'checkin' | 'status' | 'life.sign';
  readonly evidence: Evidence;
  /** As coarse as the person chose. */
  readonly place: Place;
  /** Of an exact check-in: how good its position was, in metres. */
  readonly accuracyM: number | null;
};

/** Signs of life and questions; see `createSigns`. */
export type Signs = {
  add(item: Item): void;
  /** The newest signed thing that the person did, or null. Contact of a phone is never among them. */
  lastSignOf(person: PersonId, time: ReaderTime): Sign | null;
  /**
   * The newest place in a check-in, status or sign of life of the person's own, or null. A later word without a place takes nothing back; an erased one says
   * nothing, and the one before it holds again. What others say of them, and places of voices, are not among it.
   */
  lastPlaceOf(person: PersonId, time: ReaderTime): SaidPlace | null;
  /** When `asker` last asked `person` how they are, or null. */
  lastAskMs(asker: PersonId, person: PersonId, time: ReaderTime): number | null;
};

const signKinds = new Set(['life.sign', 'status', 'voice', 'comment', 'checkin']);
const placeKinds = new Set(['life.sign', 'status', 'checkin']);

/**
 * A sign is an entry of a kind that only a person's own doing brings about, by a device that is no machine. Its header is enough: an erased voice was
 * written nevertheless. A clock that leads without a known receipt says nothing.
 */
export function createSigns(access: Access): Signs {
  const { ground } = access;
  const signs = new Map<PersonId, Timeline<Item>>();
  const places = new Map<PersonId, Timeline<Item>>();
  const asks = new Map<string, Map<EntryId, Item>>();
  const clockOf = (item: Item): number => ground.clocks.correctedMs(item);
  const compare = (a: Item, b: Item): number => compareByClock(a, b, ground.clocks);

  function toSign(item: Item, time: ReaderTime): Sign | null {
    const { id, device } = item.entry;
    const clockMs = clockOf(item);
    const receivedAtMs = time.receivedAtMs(item.entry);
    if (receivedAtMs === null && isAhead(clockMs, time.nowMs)) return null;
    const by = ground.persons.certificateOf(device)?.class;
    if (by === 'importer' || by === 'hub' || by === 'desk' || by === 'clerk') return null;
    if (access.whyVoid(item) !== null || ground.persons.hasEnded(item.author)) return null;
    const body = ground.bodyOf(item);
    const atMs = shownTimeMs(clockMs, receivedAtMs, time.nowMs);
    return { id, atMs, evidence: evidenceOf(item), place: (body && 'place' in body ? body.place : null) ?? null };
  }

  function evidenceOf(item: Item): Evidence {
    const body = ground.bodyOf(item);
    if (body?.kind === 'life.sign') return body.evidence;
    return item.entry.kind === kinds.checkin.number ? 'checkedIn' : 'wrote';
  }

  function toSaidPlace(item: Item, time: ReaderTime): SaidPlace | null {
    const body = ground.bodyOf(item);
    if (body?.kind !== 'checkin' && body?.kind !== 'status' && body?.kind !== 'life.sign') return null;
    const sign = body.place && toSign(item, time);
    if (!sign?.place) return null;
    const accuracyM = body.kind === 'checkin' ? (body.accuracyM ?? null) : null;
    return { id: sign.id, atMs: sign.atMs, kind: body.kind, evidence: sign.evidence, place: sign.place, accuracyM };
  }

  function put(lines: Map<PersonId, Timeline<Item>>, item: Item): void {
    let line = lines.get(item.author);
    if (!line) lines.set(item.author, (line = newestFirst(compare)));
    line.put(item);
  }

  return {
    add(item) {
      const { channel, id } = item.entry;
      const kind = kindName(item.entry.kind) ?? '';
      if (placeKinds.has(kind)) put(places, item);
      if (signKinds.has(kind)) put(signs, item);
      else if (item.body?.kind === 'status.ask' && typeOfChannel(channel) === 'inbox') {
        const key = `${item.author}/${ownerOfChannel(channel)}`;
        const known = asks.get(key);
        if (known) known.set(id, item);
        else asks.set(key, new Map([[id, item]]));
      }
    },
    lastSignOf(person, time) {
      const [sign] = signs.get(person)?.take(1, access.generation(), (item) => toSign(item, time), clockOf) ?? [];
      return sign ?? null;
    },
    lastPlaceOf(person, time) {
      const show = (item: Item) => toSaidPlace(item, time);
      const [last, before] = places.get(person)?.take(2, access.generation(), show, clockOf) ?? [];
      // A check-in and the sign of life that runs ahead of it are one word: the check-in says more.
      const isSameWord = last?.kind === 'life.sign' && before?.kind === 'checkin' && before.atMs === last.atMs;
      return (isSameWord ? before : last) ?? null;
    },
    lastAskMs(asker, person, time) {
      let lastMs: number | null = null;
      for (const item of asks.get(`${asker}/${person}`)?.values() ?? []) {
        if (!access.counts(item)) continue;
        const atMs = shownTimeMs(clockOf(item), time.receivedAtMs(item.entry), time.nowMs);
        lastMs = Math.max(lastMs ?? atMs, atMs);
      }
      return lastMs;
    },
  };
}
