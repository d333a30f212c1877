import { bytesToHex } from '../protocol/bytes.ts';
import type { Certificate } from '../protocol/certificate.ts';
import { entryId, type Entry, type Run } from '../protocol/entry.ts';
import {
  fromLogKey,
  toLogKey,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type LogKey,
  type PersonId,
} from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';
import type { Rotation } from '../protocol/rotation.ts';
import { emptyHead, type Head } from '../log/append.ts';
import { createByNumber, type ByNumber } from '../log/by-number.ts';
import type { ToldHead } from '../sync/messages.ts';

/** What a device holds of every log, as far as verifying and continuing logs needs it; all of it can be read again from the disk. */
export type Holdings = {
  certificateOf(device: DeviceId): Certificate | null;
  certificates(): Iterable<Certificate>;
  rotations(): Iterable<Rotation>;
  learn(certificates: readonly Certificate[], rotations: readonly Rotation[]): void;
  /** H(number) where this device holds that entry or the one behind it. */
  hashAt(channel: ChannelId, device: DeviceId, lane: Lane, number: number): Uint8Array | null;
  /** Whether the entry with that hash is held. */
  has(log: LogKey, number: number, hash: Uint8Array): boolean;
  /** The last entry held of a log, of the branch that was held first. */
  head(channel: ChannelId, device: DeviceId, lane: Lane): Head;
  /** Whether the entry is held without its body, which may still come: who gave it may have left the body out. */
  lacksBody(id: EntryId): boolean;
  /** Entries held without a body that whoever gave them, or this device, left out. */
  withheld(): readonly Entry[];
  /** Whether two different entries with one number are held of a log of that device. */
  isForked(device: DeviceId): boolean;
  /** `itemOf` gives what is held of an entry anyway. */
  add(run: Run, itemOf?: (id: EntryId) => Hashed | undefined): void;
  /** Forgets the logs of a channel. */
  drop(channel: ChannelId): void;
  /** The heads of all logs that are held from their first entry on, every branch of forked ones, own ones first. */
  heads(own: DeviceId): readonly ToldHead[];
  persons(): ReadonlySet<PersonId>;
  /** Every log of which something is held. */
  logs(): readonly { readonly channel: ChannelId; readonly device: DeviceId; readonly lane: Lane }[];
  /** The ids of all entries held, by log and number. */
  ids(): readonly EntryId[];
};

/** Whatever has the hash of an entry: the item of it, where there is one, so that nothing is held twice. */
type Hashed = { readonly hash: Uint8Array };

// Several at a number only where the log is forked.
type HeldLog = {
  readonly held: ByNumber<Hashed | Hashed[]>;
  /** H(number) where the entry is not held and the one behind it is. */
  readonly bases: Map<number, Uint8Array>;
  last: number;
};

/** Holdings of nothing. */
export function createHoldings(): Holdings {
  const logs = new Map<LogKey, HeldLog>();
  const certificates = new Map<DeviceId, Certificate>();
  const rotations = new Map<string, Rotation>();
  const held = (channel: ChannelId, device: DeviceId, lane: Lane) => logs.get(toLogKey(channel, device, lane));
  const forked = new Set<DeviceId>();
  const bodiless = new Map<EntryId, Entry>();
  return {
    lacksBody: (id) => bodiless.has(id),
    withheld: () => [...bodiless.values()].filter((entry) => entry.absence === 'withheld'),
    isForked: (device) => forked.has(device),
    certificateOf: (device) => certificates.get(device) ?? null,
    certificates: () => certificates.values(),
    rotations: () => rotations.values(),
    learn(newCertificates, newRotations) {
      for (const one of newCertificates) {
        if ((certificates.get(one.device)?.serial ?? -1) < one.serial) certificates.set(one.device, one);
      }
      for (const one of newRotations) rotations.set(bytesToHex(one.signature), one);
    },
    hashAt(channel, device, lane, number) {
      const log = held(channel, device, lane);
      return listOf(log?.held.get(number))[0]?.hash ?? log?.bases.get(number) ?? null;
    },
    has: (log, number, hash) => listOf(logs.get(log)?.held.get(number)).some((one) => isSame(one.hash, hash)),
    head(channel, device, lane) {
      const log = held(channel, device, lane);
      const [last] = listOf(log?.held.get(log.last));
      return log && last ? { number: log.last, hash: last.hash } : emptyHead(channel, device, lane);
    },
    add(run, itemOf = () => undefined) {
      const key = toLogKey(run.channel, run.device, run.lane);
      const log: HeldLog = logs.get(key) ?? { held: createByNumber(), bases: new Map(), last: 0 };
      logs.set(key, log);
      if (!log.held.get(run.from - 1)) log.bases.set(run.from - 1, run.base.slice());
      for (const entry of run.entries) {
        if (entry.body !== null) bodiless.delete(entry.id);
        else if (bodiless.has(entry.id) || !log.held.get(entry.number)) bodiless.set(entry.id, entry);
        const there = log.held.get(entry.number);
        const one = itemOf(entry.id) ?? { hash: entry.hash };
        if (there === undefined) log.held.set(entry.number, one);
        else if (!listOf(there).some(({ hash }) => isSame(hash, entry.hash))) {
          log.held.set(entry.number, [...listOf(there), one]);
          forked.add(run.device);
        }
        log.bases.delete(entry.number);
        log.last = Math.max(log.last, entry.number);
      }
    },
    drop(channel) {
      for (const key of logs.keys()) if (fromLogKey(key).channel === channel) logs.delete(key);
    },
    heads(own) {
      const told: ToldHead[] = [];
      for (const [key, log] of logs) {
        if (log.held.size() !== log.last) continue;
        for (const [number, one] of log.held.entries()) {
          const hashes = listOf(one);
          // Of a forked log every place where it is two is told, so that a branch of which the other side knows nothing is found.
          if (number !== log.last && hashes.length === 1) continue;
          for (const { hash } of hashes) told.push({ log: key, number, hash8: bytesToHex(hash.subarray(0, 8)) });
        }
      }
      const rank = (head: ToldHead) => (fromLogKey(head.log).device === own ? 0 : 1) * 4 + fromLogKey(head.log).lane;
      return told.sort((a, b) => rank(a) - rank(b) || (a.log < b.log ? -1 : 1));
    },
    logs: () => [...logs.keys()].map(fromLogKey),
    ids: () =>
      [...logs]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, log]) => log.held.entries().flatMap(([, one]) => listOf(one).map(({ hash }) => entryId(hash)))),
    persons: () => new Set([...certificates.values()].map((one) => one.person)),
  };
}

const none: readonly Hashed[] = [];

function listOf(held: Hashed | readonly Hashed[] | undefined): readonly Hashed[] {
  if (held === undefined) return none;
  return 'hash' in held ? [held] : held;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) if (a[i] !== b[i]) return false;
  return true;
}
