import type { PersonId } from '../../shared/protocol/ids.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';

/** When phones were last in contact, to the hour; see `openContacts`. */
export type Contacts = {
  /** Notes that a phone of `person` was here. True when it is the first time in this hour. */
  note(person: PersonId): boolean;
  /** Hour of the last contact since 1970, or null. */
  hourOf(person: PersonId): number | null;
  hourNow(): number;
  /** Writes down what was noted since the last time; what fails is tried again the next time. */
  save(): Promise<void>;
};

/** Remembers contacts, and reads those that were saved. They are hints, never statements: losing the last minutes is no harm. */
export async function openContacts(
  call: (call: SideCall) => Promise<SideAnswer>,
  now: () => number,
): Promise<Contacts> {
  const loaded = await call({ name: 'load-contacts' });
  const hours = new Map<PersonId, number>(loaded.code === 'ok' ? (loaded.value as [PersonId, number][]) : []);
  let unsaved = new Set<PersonId>();
  const hourNow = () => Math.floor(now() / 3_600_000);
  return {
    hourNow,
    note(person) {
      if (hours.get(person) === hourNow()) return false;
      hours.set(person, hourNow());
      unsaved.add(person);
      return true;
    },
    hourOf: (person) => hours.get(person) ?? null,
    async save() {
      if (unsaved.size === 0) return;
      const saving = unsaved;
      unsaved = new Set();
      const contacts = [...saving].map((person) => [person, hours.get(person) ?? 0] as const);
      const saved = await call({ name: 'save-contacts', contacts });
      if (saved.code !== 'ok') for (const person of saving) unsaved.add(person);
    },
  };
}
