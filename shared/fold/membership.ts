import { maxMembers } from '../kinds/values.ts';
import type { Item } from '../log/item.ts';
import type { EntryId, PersonId } from '../protocol/ids.ts';

/** An entry that says who is in a conversation. */
export type Control = {
  readonly item: Item;
  /** Its name: the id under which others speak of it. */
  readonly id: EntryId;
  /** By what its author is a member; null of the entry that began the conversation. */
  readonly basis: EntryId | null;
  readonly adds: readonly PersonId[];
  readonly removes: readonly PersonId[];
  /** Removals that its adds undo. */
  readonly undoes: ReadonlySet<EntryId>;
};

/** Who is in a conversation, and by what; see `foldMembership`. */
export type Membership = {
  /** In the order in which they were added. */
  readonly members: readonly PersonId[];
  /** Controls of which nothing counts. */
  readonly out: ReadonlySet<EntryId>;
  /** By what a person is a member now, or null. */
  basisOf(person: PersonId): EntryId | null;
  /** The removals of a person that count, undone or not. */
  removalsOf(person: PersonId): readonly EntryId[];
  /** Whether a person ever was a member. */
  wasEver(person: PersonId): boolean;
  /** Whether what the author of `item`, no control, wrote there counts. */
  mayWrite(item: Item): boolean;
};

/** One removal of one person. An entry that removes several falls apart: one part may count and another not. */
type Removal = { readonly control: Control; readonly person: PersonId };

/**
 * Membership as a pure function of the set of controls, which come in the order of their clocks. Clocks and claims of having seen decide nothing: an add
 * names the removals that it undoes, a removal names up to where the removed person's logs count.
 *
 * - A control counts whose basis counts and adds its author. A removal reaches what the removed person wrote above its cuts, and all that rests on
 *   that, unless it rests on it itself or the basis of that undoes it: it then does not count.
 * - So a removal beats what was done beside it. Two who remove each other are both out, as are all in a longer ring: of removals that reach one
 *   another in a ring, and are reached by no other that counts, all count. Who was put out reaches so those who did it, and nobody else.
 * - A person is a member by an add that counts and undoes every removal of that person that counts. Of more than 100 the first 100 are.
 *
 * `isSeen` says whether a removal names an entry as seen.
 */
export function foldMembership(
  controls: readonly Control[],
  isSeen: (removal: Item, entry: Item) => boolean,
): Membership {
  const byId = new Map(controls.map((control) => [control.id, control]));
  const rests = new Map<Control, ReadonlySet<Control> | null>();

  /** All that a control rests on, itself with it; null when its author was never added. */
  function restsOf(control: Control): ReadonlySet<Control> | null {
    const known = rests.get(control);
    if (known !== undefined) return known;
    const basis = control.basis === null ? null : byId.get(control.basis);
    const below = basis?.adds.includes(control.item.author) ? restsOf(basis) : null;
    const found = basis === null ? new Set([control]) : below && new Set([control, ...below]);
    rests.set(control, found);
    return found;
  }

  const supported = controls.filter((control) => restsOf(control) !== null);
  const removals = supported.flatMap((control) => control.removes.map((person): Removal => ({ control, person })));

  function reaches({ control: removal, person }: Removal, control: Control): boolean {
    for (const one of restsOf(control) ?? []) {
      if (one.item.author !== person || restsOf(removal)?.has(one)) continue;
      const basis = one.basis === null ? undefined : byId.get(one.basis);
      if (basis?.undoes.has(removal.id) || isSeen(removal.item, one.item)) continue;
      return true;
    }
    return false;
  }

  const rivals = new Map(
    supported.map((control) => [control, removals.filter((removal) => reaches(removal, control))]),
  );
  const counting = judge(removals, (removal) => rivals.get(removal.control) ?? []);
  const isReached = (control: Control) => (rivals.get(control) ?? []).some((removal) => counting.has(removal));
  const adds = supported.filter((control) => control.adds.length > 0 && !isReached(control));
  const removalsByPerson = new Map<PersonId, Control[]>();
  for (const { person, control } of counting) {
    removalsByPerson.set(person, [...(removalsByPerson.get(person) ?? []), control]);
  }
  const removalsOf = (person: PersonId): readonly Control[] => removalsByPerson.get(person) ?? [];
  const bases = new Map<PersonId, EntryId>();
  for (const { id, adds: persons, undoes } of adds) {
    for (const person of persons) {
      const isUndone = removalsOf(person).every((removal) => undoes.has(removal.id));
      if (isUndone && !bases.has(person) && bases.size < maxMembers) bases.set(person, id);
    }
  }
  const counts = new Set([...adds, ...[...counting].map(({ control }) => control)]);
  return {
    members: [...bases.keys()],
    out: new Set(controls.filter((control) => !counts.has(control)).map(({ item }) => item.entry.id)),
    basisOf: (person) => bases.get(person) ?? null,
    removalsOf: (person) => removalsOf(person).map(({ id }) => id),
    wasEver: (person) => adds.some((control) => control.adds.includes(person)),
    mayWrite: (item) =>
      adds.some(
        (control) =>
          control.adds.includes(item.author) &&
          removalsOf(item.author).every((removal) => control.undoes.has(removal.id) || isSeen(removal.item, item)),
      ),
  };
}

/** The removals that count, where `rivalsOf` are those that reach one; see `foldMembership`. */
function judge(removals: readonly Removal[], rivalsOf: (removal: Removal) => readonly Removal[]): ReadonlySet<Removal> {
  const counting = new Set<Removal>();
  let open = new Set(removals);
  while (open.size > 0) {
    const settled = [...open].filter((removal) => {
      const rivals = rivalsOf(removal);
      if (rivals.some((rival) => counting.has(rival))) return true;
      if (rivals.some((rival) => open.has(rival))) return false;
      counting.add(removal);
      return true;
    });
    // Nothing but rings, and what hangs on them.
    if (settled.length === 0) {
      const above = new Map([...open].map((removal) => [removal, reachedFrom(removal, open, rivalsOf)]));
      for (const removal of open) {
        const inRing = [...(above.get(removal) ?? [])].every((rival) => above.get(rival)?.has(removal));
        if (inRing) settled.push(removal);
      }
      for (const removal of settled) counting.add(removal);
    }
    open = new Set([...open].filter((removal) => !settled.includes(removal)));
  }
  return counting;
}

/** All open rivals of a removal, their rivals, and so on. */
function reachedFrom(
  removal: Removal,
  open: ReadonlySet<Removal>,
  rivalsOf: (removal: Removal) => readonly Removal[],
): ReadonlySet<Removal> {
  const found = new Set<Removal>();
  const queue = [removal];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const rival of rivalsOf(next)) {
      if (!open.has(rival) || found.has(rival)) continue;
      found.add(rival);
      queue.push(rival);
    }
  }
  return found;
}
