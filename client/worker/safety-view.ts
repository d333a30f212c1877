import { need } from '../../shared/kinds/kinds.ts';
import type { SafetyRow as FoldedRow } from '../../shared/fold/safety-list.ts';
import type { Statement } from '../../shared/fold/statuses.ts';
import type { Place } from '../../shared/kinds/place.ts';
import { ownerOfChannel, toChannelId, type PersonId } from '../../shared/protocol/ids.ts';
import type { AskView, NamedView, NeedTag, SafetyRow, StatusView } from '../state/model.ts';
import { ownDelivery } from './delivery-view.ts';
import type { Known } from './known.ts';
import type { Shown } from './show.ts';

const hourMs = 3_600_000;
const needByNumber = new Map<number, NeedTag>(Object.entries(need).map(([name, number]) => [number, name as NeedTag]));

/** The safety list, and what it says about the viewer. */
export interface SafetyView {
  readonly safety: readonly SafetyRow[];
  readonly about: readonly StatusView[];
  readonly named: readonly NamedView[];
}

/** The friends with what is known of each; the page sorts them, because time goes on while it is looked at. */
export function viewSafety(shown: Shown): SafetyView {
  const { replica, time, contacts, friends, device, known } = shown;
  const rows = replica.safetyList(time, contacts, friends);
  const closed = new Set(device.core.meta.closed);
  const named = namedBy(rows, shown);
  const household = new Set(known.householdOf(device.person));
  const words = replica.statuses.statementsAbout(device.person, time);
  return {
    safety: rows.map((row) => ({
      ...viewRow(row, shown),
      isHousehold: household.has(row.person) || undefined,
      named: named.get(row.person),
      isClosed: closed.has(toChannelId('life', row.person)) || undefined,
    })),
    about: words.filter(({ rung, outdated }) => rung !== 'self' && !outdated).map((one) => viewStatus(one, shown)),
    named: named.get(device.person) ?? [],
  };
}

/** Of whom their friends say that they are beside them, as far as that is valid. */
function namedBy(rows: readonly FoldedRow[], { known }: Shown): ReadonlyMap<PersonId, readonly NamedView[]> {
  const named = new Map<PersonId, NamedView[]>();
  for (const { headline } of rows) {
    if (headline?.rung !== 'self' || headline.outdated) continue;
    for (const { person } of headline.beside) {
      if (!person) continue;
      const by = { name: known.personOf(headline.person).name, atMs: headline.atMs };
      named.set(person, [...(named.get(person) ?? []), by]);
    }
  }
  return named;
}

function viewRow(row: FoldedRow, shown: Shown): SafetyRow {
  const { time, known, openPerson, device, replica } = shown;
  const { lastSign, contactHours } = row;
  return {
    history: [],
    person: known.personOf(row.person),
    status: row.headline ? viewStatus(row.headline, shown) : undefined,
    worse: row.besideIt ? viewStatus(row.besideIt, shown) : undefined,
    did: lastSign ? { kind: lastSign.evidence, atMs: lastSign.atMs, place: lastSign.place ?? undefined } : undefined,
    contact: contactHours === null ? undefined : { atMs: time.nowMs - contactHours * hourMs },
    asked: row.askedAtMs === null ? undefined : viewAsk(row.person, row.askedAtMs, shown),
    askedMeMs: replica.signs.lastAskMs(row.person, device.person, time) ?? undefined,
    namesMeHousehold: known.householdOf(row.person).includes(device.person) || undefined,
    ...(openPerson === row.person && viewOpen(row.person, shown)),
  };
}

const mostHistory = 50;

/** What is shown on a person's page alone. */
function viewOpen(person: PersonId, shown: Shown): Pick<SafetyRow, 'history' | 'mine'> {
  const { replica, time, device } = shown;
  const history = replica.statuses.historyOf(person, time).slice(0, mostHistory);
  const mine = replica.statuses.statementsAbout(person, time).find(({ saidBy }) => saidBy === device.person);
  return {
    history: history.map((one) => viewStatus(one, shown)),
    mine: mine && { ...viewStatus(mine, shown), delivery: ownDelivery(shown, [mine.entry]) },
  };
}

/** What one speaker said about one person. */
export function viewStatus(said: Statement, { known, device }: Shown): StatusView {
  const persons = said.beside.flatMap(({ person }) => (person ? known.personOf(person) : []));
  return {
    condition: said.condition,
    whereabouts: said.whereabouts,
    rung: said.rung,
    saidBy: said.rung === 'self' ? undefined : speakerOf(said, known),
    isMine: (said.rung !== 'self' && said.saidBy === device.person) || undefined,
    atMs: said.atMs,
    validUntilMs: said.validUntilMs,
    needs: said.needs.flatMap((number) => needByNumber.get(number) ?? []),
    beside: said.beside.flatMap(({ name, person }) => name || (person && known.personOf(person).name) || []),
    besidePersons: persons.length > 0 ? persons.filter(({ name }) => name) : undefined,
    place: nameOfPlace(said.place),
    text: said.text ?? undefined,
  };
}

/** A list is named by itself; a person by their card, never by what they wrote about themselves. */
function speakerOf({ rung, source, saidBy }: Statement, known: Known): string {
  return (rung === 'imported' ? source : null) ?? known.personOf(saidBy).name;
}

/** The name of a place in words, as coarse as it was given. */
export function nameOfPlace(place: Place | null): string | undefined {
  return place?.name;
}

function viewAsk(person: string, askedAtMs: number, shown: Shown): AskView {
  const asks = shown.device.own().filter(({ id }) => {
    const item = shown.replica.get(id);
    return item?.body?.kind === 'status.ask' && ownerOfChannel(item.entry.channel) === person;
  });
  const last = asks.at(-1);
  const delivery = last && ownDelivery(shown, [last.id]);
  return { atMs: askedAtMs, delivery: delivery ?? [{ stage: 'here', atMs: askedAtMs }] };
}
