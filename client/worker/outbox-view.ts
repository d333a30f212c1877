import type { OwnRow } from '../../shared/device/ports.ts';
import type { Body } from '../../shared/kinds/kinds.ts';
import type { SyncState } from '../../shared/sync/machine.ts';
import { ownerOfChannel } from '../../shared/protocol/ids.ts';
import type { Item } from '../../shared/log/item.ts';
import type { Delivery, OutboxKind, OutboxRow, RefusalCode, WaitReason } from '../state/model.ts';

/** What the outbox needs to know about the world around its rows. */
export interface OutboxContext {
  itemOf(id: string): Item | undefined;
  nameOf(person: string): string;
  readonly sync: SyncState;
  readonly isOnline: boolean;
}

/** Rows that a person would not recognise as theirs: the device's certificate travels with the first entry and says nothing. */
const silent: ReadonlySet<Body['kind']> = new Set(['device.cert', 'friend.invite', 'erase', 'audience', 'clock']);

/** The rows that have not left, in order of sending, and the newest that have. */
export function viewOutbox(rows: readonly OwnRow[], context: OutboxContext, mostLanded = 5) {
  const shown = rows.filter((row) => {
    const kind = context.itemOf(row.id)?.body?.kind;
    return kind === undefined || !silent.has(kind);
  });
  const waiting = shown.filter((row) => row.state !== 'server');
  const landed = shown
    .filter((row) => row.state === 'server')
    .sort((a, b) => (b.atServerMs ?? 0) - (a.atServerMs ?? 0));
  return {
    outbox: waiting.map((row, index) => viewRow(row, context, index)),
    landed: landed.slice(0, mostLanded).map((row) => viewRow(row, context, 0)),
    unsent: waiting.filter((row) => row.state === 'unsent').length,
  };
}

/** How far an own row is known to have come by what this device was told. */
export function deliveryOf(row: OwnRow): Delivery {
  const here = { stage: 'here', atMs: row.writtenAtMs } as const;
  return row.atServerMs === null ? [here] : [here, { stage: 'server', atMs: row.atServerMs }];
}

function viewRow(row: OwnRow, context: OutboxContext, index: number): OutboxRow {
  const item = context.itemOf(row.id);
  const said = describe(item?.body ?? null, item, context);
  return {
    id: row.id,
    ...said,
    atMs: row.writtenAtMs,
    sizeBytes: row.batch.length,
    reason: row.state === 'unsent' ? reasonOf(row, context, index) : undefined,
    delivery: deliveryOf(row),
    refused: row.state === 'refused' ? refusalOf(row.code) : undefined,
  };
}

function describe(body: Body | null, item: Item | undefined, context: OutboxContext) {
  const owner = item ? context.nameOf(ownerOfChannel(item.entry.channel)) : '';
  const said = (kind: OutboxKind, title: string, text?: string) => ({ kind, title: title.slice(0, 40), text });
  switch (body?.kind) {
    case 'voice':
      return said('voice', body.text, body.text);
    case 'comment':
      return said('comment', body.text, body.text);
    case 'like':
      return said('like', owner);
    case 'status':
      return { ...said('status', '', body.text), condition: body.condition };
    case 'status.ask':
      return said('ask', owner);
    case 'friend.add':
    case 'friend.remove':
      return said('friend', context.nameOf(body.person));
    case 'card.set':
      return said('card', body.name);
    default:
      return said('other', '');
  }
}

function reasonOf(row: OwnRow, { sync, isOnline }: OutboxContext, index: number): WaitReason {
  if (sync.phase === 'asking' || sync.phase === 'storing') return index === 0 ? 'sending' : 'behind';
  if (row.code === 'not-admitted') return 'quota';
  if (row.code === 'overloaded' || row.code === 'no-space') return 'shed';
  if (index > 0) return 'behind';
  return isOnline ? 'unreachable' : 'offline';
}

function refusalOf(code: string | null): RefusalCode {
  if (code === 'revoked' || code === 'too-large' || code === 'not-permitted') return code;
  return 'malformed';
}
