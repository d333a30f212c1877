import { kindName } from '../kinds/kinds.ts';
import type { Item, Statement } from '../log/item.ts';
import { isInScope, type Certificate, type DeviceClassName } from '../protocol/certificate.ts';
import type { Revocation } from '../protocol/cut.ts';
import { ownerOfChannel, typeOfChannel, type DeviceId, type PersonId } from '../protocol/ids.ts';
import { entriesBeyond } from './lent.ts';
import type { Logs } from './logs.ts';
import {
  createPersonRecord,
  personOfStatement,
  recordStatement,
  revocationInForce,
  rootInForce,
  type PersonRecord,
  type Root,
} from './person-record.ts';
import { cutsOfSessionEnd, foldStanding, noStanding, toLimit, whyOutside } from './standing.ts';
import type { Limit, SessionEnd, Standing } from './standing.ts';
import { governingKinds, type VoidCause } from './void-cause.ts';

/** What roots and recovery keys say of devices; see `createPersons`. */
export type Persons = {
  /**
   * Takes a statement whose own signature was found good: from an entry, or a certificate that came with a batch. False when it was known or has lost
   * already.
   */
  addStatement(statement: Statement): boolean;
  /** Takes the statement, session.end or person.end in `item`, which `logs` has already. True when that may change what else counts. */
  add(item: Item): boolean;
  /** The root in force: of the winning rotation (higher sequence, then lower SHA-256 of its bytes), else the first. Null for a person of whom nothing is known. */
  rootOf(person: PersonId): Root | null;
  /** The certificate in force of a device, or null when no root of the person stands behind it. */
  certificateOf(device: DeviceId): Certificate | null;
  /** Certified devices in order of ids, cut off or not. */
  devicesOf(person: PersonId): readonly DeviceId[];
  /** Whether a device is certified and neither revoked, nor left behind by a rotation, nor ended by itself: it may open sessions and be sealed to. */
  isLive(device: DeviceId): boolean;
  /** The revocation of a device that holds, or null: by the recovery key, or by the root in force. */
  revocationOf(device: DeviceId): Revocation | null;
  /** What revocation and rotation leave of a device's logs; empty where neither speaks of it. */
  limitsOf(device: DeviceId): readonly Limit[];
  /** Class of a live device, or null. */
  classOf(device: DeviceId): DeviceClassName | null;
  /** Why the device's standing makes `item`, in the set or not, void: certificate, cuts, limits, scope. Says nothing of permission. */
  whyVoid(item: Item): VoidCause | null;
  /** Whether a valid person.end stands: every body of the person is erased everywhere. */
  hasEnded(person: PersonId): boolean;
  /** Everyone of whom a statement is known. */
  all(): Iterable<PersonId>;
};

const governing: ReadonlySet<string> = new Set(governingKinds);

/**
 * Statements count by their own signatures, whoever carried them and on whatever branch, once they stand in the card of the person of whom they
 * speak or came with a batch. Nothing here looks at a clock: what a stolen key wrote is told from the rest by cuts alone.
 */
export function createPersons(logs: Logs): Persons {
  const records = new Map<PersonId, PersonRecord>();
  const personByDevice = new Map<DeviceId, PersonId>();
  const standings = new Map<DeviceId, Standing>();

  function recordOf(person: PersonId): PersonRecord {
    const known = records.get(person);
    if (known) return known;
    const record = createPersonRecord();
    records.set(person, record);
    return record;
  }

  function standingOf(device: DeviceId): Standing {
    const known = standings.get(device);
    if (known) return known;
    const record = records.get(personByDevice.get(device) ?? '');
    const standing = record ? foldStanding(record, device) : noStanding();
    standings.set(device, standing);
    return standing;
  }

  function whyBeyondLimits(item: Item, standing: Standing): VoidCause | null {
    const { certificate } = standing;
    if (!certificate) return { code: 'uncertified', detail: 'no root of the person stands behind the device' };
    for (const limit of standing.limits) {
      const detail = whyOutside(item, limit, logs);
      if (detail !== null) return { code: limit.code, detail };
    }
    const { channel, device, kind, id } = item.entry;
    if (!isInScope(certificate.scope, channel, kind)) return { code: 'out-of-scope', detail: `kind ${kind}` };
    if (certificate.maxEntries === null || kindName(kind) === 'session.end') return null;
    if (governing.has(kindName(kind) ?? '')) return { code: 'lent', detail: `kind ${kind}` };
    const { maxEntries } = certificate;
    standing.beyond ??= entriesBeyond(logs, device, maxEntries);
    const beyond = logs.holds(item) ? standing.beyond : entriesBeyond(logs, device, maxEntries, [item]);
    return beyond.has(id) ? { code: 'over-limit', detail: `more than ${maxEntries}` } : null;
  }

  /** Of several the lowest number, then the lowest id: an ended session does not begin again. */
  function foldSessionEnd(device: DeviceId, standing: Standing): SessionEnd | null {
    const ends = records.get(personByDevice.get(device) ?? '')?.sessionEnds.get(device);
    if (!ends) return null;
    const [first] = [...ends.values()]
      .filter((item) => whyBeyondLimits(item, standing) === null)
      .sort((a, b) => a.entry.number - b.entry.number || (a.entry.id < b.entry.id ? -1 : 1));
    const cuts = first && cutsOfSessionEnd(first);
    return cuts ? { id: first.entry.id, limit: toLimit('session-ended', cuts) } : null;
  }

  function endOf(device: DeviceId, standing: Standing): SessionEnd | null {
    if (standing.sessionEnd === undefined) standing.sessionEnd = foldSessionEnd(device, standing);
    return standing.sessionEnd;
  }

  function whyVoid(item: Item): VoidCause | null {
    const standing = standingOf(item.entry.device);
    const cause = whyBeyondLimits(item, standing);
    if (cause) return cause;
    const end = endOf(item.entry.device, standing);
    if (end === null || end.id === item.entry.id) return null;
    const detail = whyOutside(item, end.limit, logs);
    return detail === null ? null : { code: 'session-ended', detail };
  }

  function forgetStandings(person: PersonId): void {
    for (const device of records.get(person)?.certificates.keys() ?? []) standings.delete(device);
  }

  function addStatement(statement: Statement): boolean {
    const person = personOfStatement(statement);
    if (statement.what === 'certificate') personByDevice.set(statement.certificate.device, person);
    if (!recordStatement(recordOf(person), statement)) return false;
    forgetStandings(person);
    return true;
  }

  return {
    addStatement,
    add(item) {
      const { author, statement, body } = item;
      const { channel, device, id } = item.entry;
      const standing = standings.get(device);
      if (standing) standing.beyond = standing.sessionEnd = undefined;
      if (typeOfChannel(channel) !== 'card') return false;
      const owner = ownerOfChannel(channel);
      if (statement) return personOfStatement(statement) === owner && addStatement(statement);
      if (owner !== author || !body) return false;
      if (body.kind === 'person.end') recordOf(author).ends.set(id, item);
      else if (body.kind === 'session.end' && cutsOfSessionEnd(item)) {
        const ends = recordOf(author).sessionEnds;
        const known = ends.get(device);
        if (known) known.set(id, item);
        else ends.set(device, new Map([[id, item]]));
      } else return false;
      return true;
    },
    rootOf(person) {
      const record = records.get(person);
      return record ? rootInForce(record) : null;
    },
    certificateOf: (device) => standingOf(device).certificate,
    devicesOf(person) {
      const devices = [...(records.get(person)?.certificates.keys() ?? [])];
      return devices.filter((device) => standingOf(device).certificate !== null).sort();
    },
    isLive,
    revocationOf(device) {
      const record = records.get(personByDevice.get(device) ?? '');
      return record ? revocationInForce(record, device) : null;
    },
    limitsOf: (device) => standingOf(device).limits,
    classOf: (device) => (isLive(device) ? (standingOf(device).certificate?.class ?? null) : null),
    whyVoid,
    hasEnded(person) {
      for (const end of records.get(person)?.ends.values() ?? []) {
        if (whyVoid(end) === null && end.entry.number < logs.forkedFrom(end)) return true;
      }
      return false;
    },
    all: () => records.keys(),
  };

  function isLive(device: DeviceId): boolean {
    const standing = standingOf(device);
    if (standing.certificate === null || standing.limits.length > 0) return false;
    return endOf(device, standing) === null;
  }
}
