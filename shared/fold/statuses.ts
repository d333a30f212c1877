import { condition, type BodyOf } from '../kinds/kinds.ts';
import type { Place } from '../kinds/place.ts';
import type { Item } from '../log/item.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { isAhead, shownTimeMs, type ReaderTime } from './clocks.ts';
import type { Households } from './households.ts';
import type { Correction, Corrections } from './corrections.ts';
import { newestOf } from './newest.ts';

/** How near the speaker stands to the person, nearest first. */
export const rungs = ['self', 'household', 'desk', 'acquaintance', 'imported'] as const;
/** See `rungs`. */
export type Rung = (typeof rungs)[number];

type Said = {
  readonly condition: BodyOf<'status'>['condition'];
  readonly whereabouts: BodyOf<'status'>['whereabouts'];
  readonly beside: NonNullable<BodyOf<'status'>['beside']>;
  /** Tags of `need`; numbers that this version does not know are kept. */
  readonly needs: readonly number[];
  readonly place: Place | null;
  readonly text: string | null;
  readonly event: string | null;
};

/** The newest word of one speaker about one person. */
export type Statement = Said & {
  readonly entry: EntryId;
  readonly person: PersonId;
  readonly saidBy: PersonId;
  readonly rung: Rung;
  readonly source: string | null;
  /** The earlier of its corrected clock and its receipt, never later than now. */
  readonly atMs: number;
  readonly validUntilMs: number;
  /** No longer valid: shown as "was …", never as safe. */
  readonly outdated: boolean;
  readonly corrections: readonly Correction[];
};

/** What heads the row of a person. */
export type Headline = {
  readonly headline: Statement | null;
  /** A newer and worse word of a lower rung, still valid: stands beside the headline and sorts the row. */
  readonly besideIt: Statement | null;
};

/** Safety statuses; see `createStatuses`. */
export type Statuses = {
  add(item: Item): void;
  /** One word a speaker, nearest rung first, then newest first. */
  statementsAbout(person: PersonId, time: ReaderTime): readonly Statement[];
  headlineOf(person: PersonId, time: ReaderTime): Headline;
  /** Everything that was said about the person and is not void, replaced or not, newest first. */
  historyOf(person: PersonId, time: ReaderTime): readonly Statement[];
  /** Everyone about whom something was said, in order. */
  persons(): readonly PersonId[];
  /** Per speaker the entry that holds by `replaces` and corrected clock alone, no reader's time asked; for digests. */
  holdingAbout(person: PersonId): readonly Item[];
};

const dayMs = 86_400_000;
/** How long a status holds that does not say it. */
export const validityMs = { inEvent: dayMs, otherwise: 7 * dayMs } as const;

/** Worse is higher. */
export function severityOf(statement: Pick<Statement, 'condition'>): number {
  return condition[statement.condition];
}

/**
 * One value a speaker and person over all life channels that are here. A speaker's word of oneself is the highest rung. `desk` counts as
 * acquaintance until offices certify desks, so does a household of which the person did not name the speaker, and a nearness claimed by someone who was never a friend as imported, where that can be told.
 */
export function createStatuses(
  access: Access,
  corrections: Corrections,
  households: Pick<Households, 'namedBy'>,
): Statuses {
  const { ground } = access;
  const byPerson = new Map<PersonId, Map<PersonId, Map<EntryId, Item>>>();

  function valuesAbout(person: PersonId): Item[][] {
    const bySpeaker = [...(byPerson.get(person) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return bySpeaker.map(([, values]) => [...values.values()].filter(access.counts));
  }

  function statementsAbout(person: PersonId, time: ReaderTime): Statement[] {
    return valuesAbout(person)
      .flatMap((values) => {
        const item = newestOf(values, ground, time.nowMs);
        return (item && toStatement(item, person, time)) ?? [];
      })
      .sort((a, b) => rungs.indexOf(a.rung) - rungs.indexOf(b.rung) || byTimeThenSeverity(a, b));
  }

  function toStatement(item: Item, person: PersonId, time: ReaderTime): Statement | null {
    const { body } = item;
    if (body?.kind !== 'status' && body?.kind !== 'status.about') return null;
    const clockMs = ground.clocks.correctedMs(item);
    const receivedAtMs = time.receivedAtMs(item.entry);
    const atMs = shownTimeMs(clockMs, receivedAtMs, time.nowMs);
    const usualMs = body.event === undefined ? validityMs.otherwise : validityMs.inEvent;
    const validUntilMs = atMs + (body.validSeconds === undefined ? usualMs : body.validSeconds * 1000);
    // Without a receipt there is no telling since when a clock that leads was written.
    const isUndatable = receivedAtMs === null && isAhead(clockMs, time.nowMs);
    return {
      condition: body.condition,
      whereabouts: body.whereabouts,
      beside: body.beside ?? [],
      needs: body.needs ?? [],
      place: body.place ?? null,
      text: body.text ?? null,
      event: body.event ?? null,
      entry: item.entry.id,
      person,
      saidBy: item.author,
      rung: rungOf(item, body),
      source: body.kind === 'status.about' ? (body.source ?? null) : null,
      atMs,
      validUntilMs,
      outdated: isUndatable || time.nowMs >= validUntilMs,
      corrections: corrections.correctionsOf(item, time),
    };
  }

  function rungOf(item: Item, body: Omit<BodyOf<'status'>, 'salt'> | Omit<BodyOf<'status.about'>, 'salt'>): Rung {
    if (!('rung' in body)) return 'self';
    if (body.rung === 'imported' || !access.isKnownNear(item)) return 'imported';
    if (body.rung === 'household')
      return households.namedBy(body.person).includes(item.author) ? 'household' : 'acquaintance';
    return 'acquaintance';
  }

  return {
    add(item) {
      const { body, author } = item;
      const { channel, id } = item.entry;
      if ((body?.kind !== 'status' && body?.kind !== 'status.about') || typeOfChannel(channel) !== 'life') return;
      const person = ownerOfChannel(channel);
      const bySpeaker = byPerson.get(person) ?? new Map<PersonId, Map<EntryId, Item>>();
      byPerson.set(person, bySpeaker);
      const values = bySpeaker.get(author);
      if (values) values.set(id, item);
      else bySpeaker.set(author, new Map([[id, item]]));
    },
    statementsAbout,
    headlineOf(person, time) {
      const statements = statementsAbout(person, time);
      const headline = statements.find((one) => !one.outdated) ?? [...statements].sort(byTimeThenSeverity)[0] ?? null;
      if (!headline || headline.outdated) return { headline, besideIt: null };
      const worse = statements.filter(
        (one) =>
          !one.outdated &&
          rungs.indexOf(one.rung) > rungs.indexOf(headline.rung) &&
          one.atMs > headline.atMs &&
          severityOf(one) > severityOf(headline),
      );
      const [besideIt = null] = worse.sort((a, b) => severityOf(b) - severityOf(a) || byTimeThenSeverity(a, b));
      return { headline, besideIt };
    },
    historyOf: (person, time) =>
      valuesAbout(person)
        .flatMap((values) => values.flatMap((item) => toStatement(item, person, time) ?? []))
        .sort(byTimeThenSeverity),
    persons: () => [...byPerson.keys()].sort(),
    holdingAbout: (person) => valuesAbout(person).flatMap((values) => newestOf(values, ground) ?? []),
  };
}

/** Newest first; of one time the worse first, then by id. */
function byTimeThenSeverity(a: Statement, b: Statement): number {
  return b.atMs - a.atMs || severityOf(b) - severityOf(a) || (a.entry < b.entry ? -1 : 1);
}
