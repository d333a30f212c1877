import type { PersonId } from '../../shared/protocol/ids.ts';
import { createLru } from '../store/lru.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';
import type { AdmissionClass } from './admission.ts';

/** Who is vouched for; see `openKnownPersons`. */
export type KnownPersons = {
  classOf(person: PersonId): AdmissionClass;
  /** Friends of these persons are others now. */
  friendsChanged(persons: Iterable<PersonId>): void;
  /**
   * Makes `person` known by an operator's code with that id, once it is durable. False when someone else used the code. The second time the same
   * person is told the same.
   */
  useCode(codeId: string, person: PersonId): Promise<boolean>;
};

/** What it asks. */
export type KnownPorts = {
  call(call: SideCall): Promise<SideAnswer>;
  friendsOf(person: PersonId): readonly PersonId[];
  now(): number;
};

const weekMs = 7 * 86_400_000;
const hourMs = 3_600_000;
const liftsPerWeek = 20;

/**
 * A person is known once they are a friend of a known person, by invitation or by both words, or used an operator's code; strangers who befriend one
 * another stay strangers. Each known person lifts at most 20 a week; whoever comes when that is used up is looked at again every hour.
 * Being known is for good: it is no judgement, only room.
 */
export async function openKnownPersons({ call, friendsOf, now }: KnownPorts): Promise<KnownPersons> {
  const loaded = await call({ name: 'load-known' });
  const rows = loaded.code === 'ok' ? (loaded.value as readonly (readonly [PersonId, string, number])[]) : [];
  const known = new Set<PersonId>(rows.map(([person]) => person));
  const liftsBy = new Map<PersonId, number[]>();
  for (const [, by, atMs] of rows) noteLift(by, atMs);
  const lookedAtMs = createLru<PersonId, number>(100_000);

  function noteLift(by: string, atMs: number): void {
    if (now() - atMs >= weekMs) return;
    liftsBy.set(by, [...(liftsBy.get(by) ?? []), atMs]);
  }

  function mayLift(person: PersonId): boolean {
    if (!known.has(person)) return false;
    const recent = (liftsBy.get(person) ?? []).filter((atMs) => now() - atMs < weekMs);
    liftsBy.set(person, recent);
    return recent.length < liftsPerWeek;
  }

  function lookAt(person: PersonId): boolean {
    lookedAtMs.set(person, now());
    const by = friendsOf(person).find(mayLift);
    if (by === undefined) return false;
    known.add(person);
    noteLift(by, now());
    // Where this is lost the friendship is found again.
    void call({ name: 'save-known', person, by, atMs: now() });
    return true;
  }

  return {
    classOf(person) {
      if (known.has(person)) return 'known';
      const isDue = now() - (lookedAtMs.get(person) ?? -Infinity) >= hourMs;
      return isDue && lookAt(person) ? 'known' : 'new';
    },
    friendsChanged(persons) {
      for (const person of persons) lookedAtMs.delete(person);
    },
    async useCode(codeId, person) {
      const used = await call({ name: 'use-code', codeId, person, atMs: now() });
      const isGiven = used.code === 'ok' && used.value === true;
      if (isGiven) known.add(person);
      return isGiven;
    },
  };
}
