import { compareRows } from '../../shared/device/outbox.ts';
import type { OwnRow } from '../../shared/device/ports.ts';
import { kinds, type Body } from '../../shared/kinds/kinds.ts';
import { fromLogKey, ownerOfChannel } from '../../shared/protocol/ids.ts';
import type { Item } from '../../shared/log/item.ts';
import type { OutboxBehind, OutboxKind, OutboxRow, SyncLine, WaitReason } from '../state/model.ts';
import { deliveryOfRow, refusalOf } from './delivery-view.ts';
import { lifeOnly } from './lanes.ts';
import type { Shown } from './show.ts';

/** Rows that a person would not recognise as theirs: the device's certificate travels with the first entry and says nothing. */
const silent: ReadonlySet<Body['kind']> = new Set(['device.cert', 'friend.invite', 'conv.key', 'clock', 'life.sign']);

const mostLetters = 24;
const mostListed = 100;

/** The rows that have not left, in order of sending, as many as a person reads and the sum of the others, and the newest that have. */
export function viewOutbox(shown: Shown, mostLanded = 5) {
  const own = [...shown.device.core.own.values()].filter((row) => row.code !== 'again');
  const isShown = (row: OwnRow): boolean => {
    const body = shown.replica.get(row.id)?.body;
    if (!body) return true;
    // What runs ahead of a check-in goes with it.
    return !silent.has(body.kind) && !(body.kind === 'erase' && body.kindNumber === kinds['life.sign'].number);
  };
  const left = own.filter((row) => row.state !== 'server' && isShown(row));
  const waiting = left.filter((row) => row.state === 'unsent').sort(compareRows);
  const refused = left.filter((row) => row.state === 'refused').sort(compareRows);
  const listed = [...waiting.slice(0, mostListed), ...refused];
  const landed = own.filter((row) => row.state === 'server').sort((a, b) => landedAt(b) - landedAt(a));
  return {
    outbox: listed.map((row, index) => viewRow(row, shown, index)),
    outboxBehind: sumUp(waiting.slice(mostListed), shown),
    landed: takeFirst(landed, mostLanded, isShown).map((row) => viewRow(row, shown, 0)),
    unsent: waiting.length,
    sending: countSending(own.filter((row) => shown.flushing?.has(row.id) && isShown(row))),
  };
}

function sumUp(rows: readonly OwnRow[], shown: Shown): OutboxBehind {
  return {
    count: rows.length,
    onlyHere: rows.filter((row) => deliveryOfRow(shown, row).length === 1).length,
    sizeBytes: rows.reduce((sum, row) => sum + row.batch.length, 0),
  };
}

/** How many of a flush the server has answered for, and the one under way; a request that carries many moves it by as many. */
export function countSending(flushed: readonly Pick<OwnRow, 'state'>[]): SyncLine['sending'] {
  const answered = flushed.filter((row) => row.state !== 'unsent').length;
  const of = flushed.length;
  return of === 0 ? undefined : { done: Math.min(answered + 1, of), of };
}

function landedAt(row: OwnRow): number {
  return row.atServerMs ?? 0;
}

function takeFirst<T>(list: readonly T[], most: number, isWanted: (item: T) => boolean): T[] {
  const taken: T[] = [];
  for (const item of list) {
    if (taken.length === most) break;
    if (isWanted(item)) taken.push(item);
  }
  return taken;
}

function viewRow(row: OwnRow, shown: Shown, index: number): OutboxRow {
  const item = shown.replica.get(row.id);
  return {
    id: row.id,
    ...describe(sealedIn(shown, row) ?? item?.body ?? null, item, (person) => shown.known.personOf(person).name),
    atMs: row.writtenAtMs,
    sizeBytes: row.batch.length,
    isLife: fromLogKey(row.log).lane === 0,
    reason: row.state === 'unsent' ? reasonOf(row, shown, index) : undefined,
    delivery: deliveryOfRow(shown, row),
    refused: row.state === 'refused' ? refusalOf(row) : undefined,
  };
}

/** Of a message its own words are told; they never leave the device so. */
function sealedIn({ device }: Shown, { id }: OwnRow): Body | null {
  const body = device.core.sealing.openedBody(id);
  return body?.kind === 'message' ? body : null;
}

function describe(body: Body | null, item: Item | null, nameOf: (person: string) => string) {
  const owner = item ? nameOf(ownerOfChannel(item.entry.channel)) : '';
  const said = (kind: OutboxKind, title: string, text?: string) => ({ kind, title: firstWords(title), text });
  switch (body?.kind) {
    case 'voice':
      return said('voice', body.text, body.text);
    case 'comment':
      return said('comment', body.text, body.text);
    case 'like':
      return said('like', owner);
    case 'correct':
      return said('correct', body.text, body.text);
    case 'erase':
      // Of one's own settings those go that a newer value replaced.
      return said(body.reason === 'expired' ? 'setting' : 'withdraw', '');
    case 'checkin':
      return said('checkin', body.place.name ?? body.text ?? '', body.text);
    case 'status':
      return { ...said('status', '', body.text), condition: body.condition };
    case 'status.about':
      return { ...said('about', owner, body.text), condition: body.condition };
    case 'audience':
      return said('audience', '');
    case 'status.ask':
      return said('ask', owner);
    case 'friend.add':
    case 'friend.remove':
      return said('friend', nameOf(body.person));
    case 'household':
      return said('household', '');
    case 'message':
      // Its words stand in the conversation, and only there.
      return said('message', '');
    case 'sealed.social':
      return said('setting', '');
    case 'picture':
      return said('picture', '');
    case 'card.set':
      return said('card', body.name);
    default:
      return said('other', '');
  }
}

/** As much as stands in a line or two of a heading. */
function firstWords(text: string): string {
  const letters = [...text];
  return letters.length > mostLetters ? `${letters.slice(0, mostLetters - 1).join('')}…` : text;
}

function isWanted(lanes: number, row: OwnRow): boolean {
  return ((lanes >> fromLogKey(row.log).lane) & 1) === 1;
}

function reasonOf(row: OwnRow, { sync, isOnline }: Shown, index: number): WaitReason {
  if (sync.phase === 'asking' || sync.phase === 'storing') return index === 0 ? 'sending' : 'behind';
  if (row.code === 'not-admitted') return 'quota';
  if (row.code === 'overloaded' || row.code === 'no-space') return 'shed';
  if (!isWanted(sync.lanes, row)) return sync.lanes === lifeOnly ? 'lifeOnly' : 'thinLine';
  if (index > 0) return 'behind';
  return isOnline ? 'unreachable' : 'offline';
}
