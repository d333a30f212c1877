import { need } from '../../shared/kinds/kinds.ts';
import type { SafetyRow as FoldedRow } from '../../shared/fold/safety-list.ts';
import type { Statement } from '../../shared/fold/statuses.ts';
import type { Place } from '../../shared/kinds/place.ts';
import { ownerOfChannel } from '../../shared/protocol/ids.ts';
import type { AskView, NeedTag, SafetyRow, StatusView } from '../state/model.ts';
import { ownDelivery } from './delivery-view.ts';
import type { Shown } from './show.ts';

const hourMs = 3_600_000;
const needByNumber = new Map<number, NeedTag>(Object.entries(need).map(([name, number]) => [number, name as NeedTag]));

/** The friends with what is known of each; the page sorts them, because time goes on while it is looked at. */
export function viewSafety(shown: Shown): readonly SafetyRow[] {
  const { replica, time, contacts, friends } = shown;
  return replica.safetyList(time, contacts, friends).map((row) => viewRow(row, shown));
}

function viewRow(row: FoldedRow, shown: Shown): SafetyRow {
  const { replica, time, known, openPerson } = shown;
  const { lastSign, contactHours } = row;
  return {
    person: { id: row.person, name: row.name ?? known.personOf(row.person).name, kana: row.kana ?? '' },
    status: row.headline ? viewStatus(row.headline, shown) : undefined,
    worse: row.besideIt ? viewStatus(row.besideIt, shown) : undefined,
    did: lastSign ? { kind: lastSign.evidence, atMs: lastSign.atMs, place: lastSign.place ?? undefined } : undefined,
    contact: contactHours === null ? undefined : { atMs: time.nowMs - contactHours * hourMs },
    asked: row.askedAtMs === null ? undefined : viewAsk(row.person, row.askedAtMs, shown),
    history:
      openPerson === row.person
        ? replica.statuses.statementsAbout(row.person, time).map((one) => viewStatus(one, shown))
        : [],
  };
}

/** What one speaker said about one person. */
export function viewStatus(said: Statement, { known }: Shown): StatusView {
  return {
    condition: said.condition,
    whereabouts: said.whereabouts,
    rung: said.rung,
    saidBy: said.rung === 'self' ? undefined : (said.source ?? known.personOf(said.saidBy).name),
    atMs: said.atMs,
    validUntilMs: said.validUntilMs,
    needs: said.needs.flatMap((number) => needByNumber.get(number) ?? []),
    beside: said.beside.flatMap(({ name, person }) => name || (person && known.personOf(person).name) || []),
    place: nameOfPlace(said.place),
    text: said.text ?? undefined,
  };
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
