import { kindName, type Body } from '../kinds/kinds.ts';
import type { Item, Statement } from '../log/item.ts';
import { compareBytes } from '../protocol/bytes.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import { createById } from './by-id.ts';
import { createClocks, type Clocks } from './clocks.ts';
import { createErasures, type Erasures } from './erasures.ts';
import { createLogs, type Logs } from './logs.ts';
import { createNames, type Names } from './names.ts';
import { personOfStatement } from './person-record.ts';
import { createPersons, type Persons } from './persons.ts';
import { governingKinds, type VoidCause } from './void-cause.ts';

/** What an item did to the set; see `Ground.add`. */
export type Added = {
  /** Nothing, when the set had it already, with its body. */
  readonly isNew: boolean;
  /** Persons of whose words, invitations and audiences some may count otherwise than before. */
  readonly unsettled: readonly PersonId[];
};

/** The set of entries, and what all other folds rest on; see `createGround`. */
export type Ground = {
  readonly logs: Logs;
  readonly persons: Persons;
  readonly clocks: Clocks;
  readonly names: Names;
  readonly erasures: Erasures;
  add(item: Item): Added;
  /** Takes a statement that came with a batch. Names the person of whom it speaks when it says something new. */
  addStatement(statement: Statement): readonly PersonId[];
  get(id: EntryId): Item | null;
  items(): Iterable<Item>;
  /** The body as folds read it: null when absent, erased, or void by itself. */
  bodyOf(item: Item): Body | null;
  /** Why an entry is void, permission left aside; null when it counts so far. */
  whyVoid(item: Item): VoidCause | null;
};

const governing: ReadonlySet<string> = new Set(governingKinds);

/**
 * The set grows by union: an entry is known by its id, one with its body stands for the same without, and of two with one id (which costs an author
 * 2^64 hashes) the lower full hash. Everything else is derived when it is asked for, so that what counts never depends on what came first.
 */
export function createGround(): Ground {
  const byId = createById();
  const logs = createLogs();
  const persons = createPersons(logs);
  const erasures = createErasures(persons);
  const get = (id: EntryId): Item | null => byId.get(id) ?? null;
  const counts = (item: Item): boolean => whyVoid(item) === null && bodyOf(item) !== null;
  const clocks = createClocks(counts);
  const names = createNames(counts, get);

  function bodyOf(item: Item): Body | null {
    return item.body === null || erasures.isErased(item) ? null : item.body;
  }

  function whyVoid(item: Item): VoidCause | null {
    if (item.statement) {
      const isPlaced = personOfStatement(item.statement) === ownerOfChannel(item.entry.channel);
      return isPlaced ? null : { code: 'misplaced', detail: 'a statement in the card of another' };
    }
    const standing = persons.whyVoid(item);
    if (standing) return standing;
    if (governing.has(kindName(item.entry.kind) ?? '')) {
      const from = logs.forkedFrom(item);
      if (item.entry.number >= from) return { code: 'forked', detail: `the log forks at ${from}` };
    }
    if (item.voidReason && !erasures.isErased(item)) return item.voidReason;
    const body = bodyOf(item);
    return body && whyMisplaced(item, body);
  }

  return {
    logs,
    persons,
    clocks,
    names,
    erasures,
    add(item) {
      const twin = byId.get(item.entry.id);
      if (twin && !supersedes(item, twin)) return { isNew: false, unsettled: [] };
      byId.set(item);
      const showsFork = logs.add(item);
      const target = erasures.add(item);
      const unsettled = [...names.add(item)];
      if (persons.add(item)) unsettled.push(item.statement ? personOfStatement(item.statement) : item.author);
      const isCorrected = clocks.add(item);
      if (!mayUnsettle(item)) return { isNew: true, unsettled };
      // What a cut-off device wrote may link older entries of it to a cut.
      if (isCorrected || showsFork || !persons.isLive(item.entry.device)) unsettled.push(item.author);
      const erased = target === null ? undefined : byId.get(target);
      if (erased) unsettled.push(erased.author);
      return { isNew: true, unsettled };
    },
    addStatement: (statement) => (persons.addStatement(statement) ? [personOfStatement(statement)] : []),
    get,
    items: () => byId.values(),
    bodyOf,
    whyVoid,
  };
}

/** Only the logs of cards and inboxes hold what access rests on. */
function mayUnsettle(item: Item): boolean {
  const type = typeOfChannel(item.entry.channel);
  return type === 'card' || type === 'inbox';
}

function supersedes(item: Item, twin: Item): boolean {
  const order = compareBytes(item.entry.hash, twin.entry.hash);
  return order < 0 || (order === 0 && !twin.entry.hasBody && item.entry.hasBody);
}

/** Kinds that speak about the owner of the channel they stand in must name that owner, and nobody speaks so about themselves. */
function whyMisplaced(item: Item, body: Body): VoidCause | null {
  const owner = ownerOfChannel(item.entry.channel);
  if (body.kind === 'status.about' || body.kind === 'friend.add' || body.kind === 'friend.remove') {
    if (body.person !== owner) return { code: 'misplaced', detail: 'it names another than the owner of the channel' };
    if (item.author === owner) return { code: 'misplaced', detail: 'about oneself' };
  }
  return null;
}
