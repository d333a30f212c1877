import { encodeBody } from '../kinds/body.ts';
import { kindNumber, needsSalt, type BodyOf, type KindName } from '../kinds/kinds.ts';
import { appendEntry, emptyHead } from '../log/append.ts';
import { addDevice, certificateOf, createIdentity } from '../device/identity.ts';
import type { Identity, KeyPort } from '../device/ports.ts';
import { concatBytes } from '../protocol/bytes.ts';
import { encodeCertificate, type Certificate, type DeviceClassName } from '../protocol/certificate.ts';
import { cutName, encodeRevocationFields, revocationSignedBytes } from '../protocol/cut.ts';
import { encodeBatch, noTables, type BatchTables } from '../protocol/encode-batch.ts';
import { signedBytes, type Entry, type Run } from '../protocol/entry.ts';
import { fromLogKey, toChannelId, toLogKey, type ChannelId, type DeviceId, type LogKey } from '../protocol/ids.ts';
import type { PersonId } from '../protocol/ids.ts';
import { packRun } from '../protocol/pack-run.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { createSeeded } from '../protocol/seeded.ts';
import type { Signer } from '../protocol/sign.ts';
import { createHashedKeys } from './hashed-keys.ts';

/** A device of which every entry is made by hand, so that a test can bend, leave out or mix what it sends. */
export type Author = {
  readonly name: string;
  readonly person: PersonId;
  readonly device: DeviceId;
  readonly certificate: Certificate;
  /** Everything that it wrote, by log, in order. */
  readonly logs: Map<LogKey, Entry[]>;
  /** The next entry of a log with any kind number and any bytes as body. */
  writeBytes(channel: ChannelId, kind: number, body: Uint8Array, clockMs?: number): Entry;
  write<Name extends KindName>(channel: ChannelId, kind: Name, fields: Omit<BodyOf<Name>, 'salt'>): Entry;
  /** The entry of the own card that holds the certificate of `device`, or one's own. */
  announce(device?: Certificate): Entry;
  /** The entry of the own card that cuts `device` off above what it wrote so far. */
  revoke(device: Author, serial?: number): Promise<Entry>;
  /** Consecutive entries of one log of its own, signed at their end and at the numbers in `points`. */
  run(entries: readonly Entry[], points?: readonly number[]): Promise<Run>;
  /** Another device of the person. */
  addDevice(seed: number, deviceClass?: DeviceClassName): Promise<Author>;
  /** The same device with the same logs so far, as a restored backup has them. */
  copy(): Author;
};

/** A person with one device, its keys and salts from `seed`. */
export async function createAuthor(name: string, seed: number): Promise<Author> {
  const seeded = createSeeded(seed);
  const keys = createHashedKeys((count) => seeded.bytes(count));
  const identity = await createIdentity(keys, 'phone', (count) => seeded.bytes(count));
  return toAuthor(name, identity, await keys.openSigning(identity.signing), keys, new Map());
}

/** A batch of `runs` with the certificates of `authors` in its table; runs that do not begin at 1 carry their base unless `withBase` is false. */
export function batchOf(
  runs: readonly Run[],
  authors: readonly Author[] = [],
  withBase = true,
  tables: BatchTables = noTables,
): Uint8Array<ArrayBuffer> {
  const certificates = authors.map((author) => author.certificate);
  return encodeBatch(
    runs.map((run) => packRun(run, withBase)),
    { ...tables, certificates },
  );
}

function toAuthor(
  name: string,
  identity: Identity,
  signer: Signer,
  keys: KeyPort,
  logs: ReadonlyMap<LogKey, readonly Entry[]>,
): Author {
  const certificate = certificateOf(identity);
  const { device, person } = certificate;
  const own = new Map([...logs].map(([key, entries]) => [key, [...entries]]));
  const card = toChannelId('card', person);

  function writeBytes(channel: ChannelId, kind: number, body: Uint8Array, clockMs = 1_700_000_000_000): Entry {
    const lane = laneOfKind(kind);
    const key = toLogKey(channel, device, lane);
    const log = own.get(key) ?? [];
    const entry = appendEntry(
      device,
      log.at(-1) ?? emptyHead(channel, device, lane),
      { channel, kind, body },
      clock(clockMs),
    );
    own.set(key, [...log, entry]);
    return entry;
  }

  function write<Name extends KindName>(channel: ChannelId, kind: Name, fields: Omit<BodyOf<Name>, 'salt'>): Entry {
    const salted = needsSalt(kind) ? { salt: new Uint8Array(8), ...fields } : fields;
    return writeBytes(channel, kindNumber(kind), encodeBody(kind, salted as unknown as BodyOf<Name>));
  }

  return {
    name,
    person,
    device,
    certificate,
    logs: own,
    writeBytes,
    write,
    announce: (other = certificate) => write(card, 'device.cert', { certificate: encodeCertificate(other) }),
    async revoke(lost, serial = 1) {
      const cuts = [...lost.logs].flatMap(([key, entries]) => {
        const { channel, lane } = fromLogKey(key);
        const last = entries.at(-1);
        return last ? [{ name: cutName(channel, lost.device, lane), number: last.number, hash: last.hash }] : [];
      });
      const root = await keys.openSigning(identity.root);
      const by = { serial, sequence: 0, signer: certificate.firstRoot };
      const bytes = encodeRevocationFields({ person, device: lost.device, reason: 2, cuts, ...by });
      const signature = await root.sign(revocationSignedBytes(bytes));
      return write(card, 'device.revoke', { revocation: concatBytes(bytes, signature) });
    },
    async run(entries, points = []) {
      const [first] = entries;
      const last = entries.at(-1);
      if (first === undefined || last === undefined) throw new RangeError('a run holds at least one entry');
      const { channel, kind, number } = first;
      const lane = laneOfKind(kind);
      const before = own.get(toLogKey(channel, device, lane))?.[number - 2];
      const signatures = new Map<number, Uint8Array>();
      for (const entry of entries) {
        if (entry !== last && !points.includes(entry.number)) continue;
        signatures.set(entry.number, await signer.sign(signedBytes(entry.hash)));
      }
      const base = (before ?? emptyHead(channel, device, lane)).hash;
      return { channel, device, lane, from: number, base, entries, signatures };
    },
    async addDevice(seed, deviceClass = 'phone') {
      const seeded = createSeeded(seed);
      const others = createHashedKeys((count) => seeded.bytes(count));
      const added = await addDevice(others, identity, deviceClass);
      return toAuthor(name, added, await others.openSigning(added.signing), others, new Map());
    },
    copy: () => toAuthor(name, identity, signer, keys, own),
  };
}

function clock(ms: number) {
  return { ms, counter: 0 };
}
