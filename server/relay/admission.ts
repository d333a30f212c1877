import type { ErrorCode } from '../../shared/errors.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import { createLru } from '../store/lru.ts';

/** What a person is to this server, for the sake of room alone. */
export type AdmissionClass = 'certified' | 'known' | 'new';

/** A run as it stands before the door. */
export type Load = {
  readonly lane: number;
  readonly count: number;
  readonly bytes: number;
  readonly hasStatus?: boolean;
};

/** Takes work when there is room for it; see `createAdmission`. */
export type Admission = {
  /** Null takes the run, and its cost is booked. `not-admitted`: the person's own budget is spent; `overloaded`: the server's. */
  whyNot(person: PersonId, load: Load): ErrorCode | null;
};

/** What admission asks. */
export type AdmissionPorts = {
  /** Milliseconds that never go back. */
  now(): number;
  classOf(person: PersonId): AdmissionClass;
  /** 0 calm; from 1, 2, 3 on lanes 3, 2, 1 are shed. */
  pressure(): number;
  /** After a restore, while phones offer again what was lost. */
  isInGrace?(): boolean;
};

/** A budget that fills again with time: `burst` at once, `perHour` later on. */
type Budget = { readonly burst: number; readonly perHour: number };

const hourMs = 3_600_000;

// Lane 0 is 30 entries an hour; the burst is what a phone that was dark for three days brings back: its signs of life and its statuses.
const entriesByLane: readonly Budget[] = [
  { burst: 120, perHour: 30 },
  { burst: 600, perHour: 300 },
  { burst: 600, perHour: 200 },
  { burst: 200, perHour: 60 },
];
const bytesOfPerson: Budget = { burst: 32 * 1024 * 1024, perHour: 16 * 1024 * 1024 };
const shareByClass: Readonly<Record<AdmissionClass, number>> = { certified: 10, known: 1, new: 0.5 };

const shareInGrace = 20;

type Bucket = { level: number; at: number };
type Account = { readonly lanes: readonly Bucket[]; readonly bytes: Bucket };

/** Budgets a person, whatever address they come from: a shelter shares one. The 100,000 persons seen last are remembered, in memory only. */
export function createAdmission({ now, classOf, pressure, isInGrace = () => false }: AdmissionPorts): Admission {
  const accounts = createLru<PersonId, Account>(100_000);

  function openAccount(): Account {
    const at = now();
    return {
      lanes: entriesByLane.map(({ burst }) => ({ level: burst, at })),
      bytes: { level: bytesOfPerson.burst, at },
    };
  }

  return {
    whyNot(person, { lane, count, bytes, hasStatus = false }) {
      if (lane > 0 && pressure() > 3 - lane) return 'overloaded';
      const share = shareByClass[classOf(person)] * (isInGrace() ? shareInGrace : 1);
      const account = accounts.get(person) ?? openAccount();
      accounts.set(person, account);
      const entries = account.lanes[lane];
      const budget = entriesByLane[lane];
      if (entries === undefined || budget === undefined) return 'bad-entry';
      refill(entries, budget, now());
      refill(account.bytes, bytesOfPerson, now());
      const cost = count / share;
      // A run larger than the whole burst could never pass, so a full bucket lets it through and is then in debt.
      // The last quarter of lane 0 is for statuses: no flood of signs of life keeps one out.
      const kept = lane === 0 && !hasStatus ? budget.burst / 4 : 0;
      const isFull = entries.level >= budget.burst && account.bytes.level >= bytesOfPerson.burst;
      if (!isFull && (entries.level - kept < cost || account.bytes.level < bytes / share)) return 'not-admitted';
      entries.level -= cost;
      account.bytes.level -= bytes / share;
      return null;
    },
  };
}

function refill(bucket: Bucket, { burst, perHour }: Budget, now: number): void {
  bucket.level = Math.min(burst, bucket.level + ((now - bucket.at) / hourMs) * perHour);
  bucket.at = now;
}

/** Takes everything: for measuring, and where an operator knows everyone. */
export const openDoor: Admission = { whyNot: () => null };
