import { equalBytes } from '../protocol/bytes.ts';
import { readItem, type Item } from '../log/item.ts';
import { isCertificateSigned, isRotationSigned } from '../log/statements.ts';
import { verifyRun } from '../log/verify-run.ts';
import type { Certificate } from '../protocol/certificate.ts';
import type { BatchError } from '../protocol/decode-batch.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import type { Run } from '../protocol/entry.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { toLogKey, type ChannelId, type DeviceId } from '../protocol/ids.ts';
import { openBatch, type OpenRun, type RunProblem } from '../protocol/open-batch.ts';
import type { Lane } from '../protocol/parameters.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { Rotation } from '../protocol/rotation.ts';
import type { Verifier } from '../protocol/sign.ts';

/** What a reader knows, as far as taking in a batch needs it. */
export type ReaderPorts = {
  readonly verifier: Verifier;
  readonly hash?: Sha256;
  certificateOf(device: DeviceId): Certificate | null;
  /** Keeps certificates and rotations whose signatures were checked. */
  learn(certificates: readonly Certificate[], rotations: readonly Rotation[]): void;
  /** H(number) of a log where this reader holds that entry or the one behind it, else null. */
  hashAt(channel: ChannelId, device: DeviceId, lane: Lane, number: number): Uint8Array | null;
};

/** The log to which a run belongs. */
type LogOfRun = { readonly channel: ChannelId; readonly device: DeviceId; readonly lane: Lane };

/** What a batch brought. */
export type TakenIn = {
  /** Verified, in an order in which each can be kept. */
  readonly runs: readonly Run[];
  /** The entries of `runs` as folds read them. */
  readonly items: readonly Item[];
  /** Runs, or ends of runs, that could not be verified; nothing of them is kept or shown. */
  readonly problems: readonly (RunProblem & LogOfRun)[];
};

/**
 * Verifies what a batch from a server, hub or file brings. Of each log the later runs come first, because the base of one answers for the end
 * of the one before. Pure but for its ports: what is taken in is stored by the caller, entries and cursor in one transaction.
 */
export async function takeIn(
  bytes: Uint8Array,
  session: SessionParty | null,
  ports: ReaderPorts,
): Promise<Result<TakenIn, BatchError>> {
  const opened = openBatch(bytes, ports.hashAt, session, ports.hash ?? sha256);
  if (!opened.ok) return opened;
  await learnTables(opened.value, ports);
  const bases = new Map<string, Uint8Array>();
  const runs: Run[] = [];
  const problems: TakenIn['problems'][number][] = [];
  for (const open of [...opened.value.runs].sort((a, b) => b.from - a.from)) {
    const verified = await verifyOpen(open, bases, ports);
    if (verified.problem)
      problems.push({ ...verified.problem, channel: open.channel, device: open.device, lane: open.lane });
    if (verified.run === null) continue;
    const { channel, device, lane, from, base } = verified.run;
    bases.set(`${toLogKey(channel, device, lane)}/${from - 1}`, base);
    runs.push(verified.run);
  }
  runs.sort((a, b) => a.lane - b.lane || a.from - b.from);
  const items = await Promise.all(runs.map((run) => readItems(run, ports)));
  return ok({ runs, items: items.flat(), problems });
}

async function learnTables(
  tables: { certificates: readonly Certificate[]; rotations: readonly Rotation[] },
  ports: ReaderPorts,
): Promise<void> {
  const unknown = tables.certificates.filter((certificate) => ports.certificateOf(certificate.device) === null);
  const good = await Promise.all(unknown.map((certificate) => isCertificateSigned(certificate, ports.verifier)));
  const goodRotations = await Promise.all(
    tables.rotations.map((rotation) => isRotationSigned(rotation, ports.verifier)),
  );
  ports.learn(
    unknown.filter((_, i) => good[i]),
    tables.rotations.filter((_, i) => goodRotations[i]),
  );
}

async function verifyOpen(open: OpenRun, bases: ReadonlyMap<string, Uint8Array>, ports: ReaderPorts) {
  const certificate = ports.certificateOf(open.device);
  if (certificate === null) {
    const problem: RunProblem = { code: 'gap', number: open.from, detail: 'the device is not known' };
    return { run: null, problem };
  }
  const end = open.from + open.count - 1;
  const isSigned = open.signatures.at(-1)?.number === end;
  const { channel, device, lane } = open;
  const expected = isSigned
    ? null
    : (bases.get(`${toLogKey(channel, device, lane)}/${end}`) ?? ports.hashAt(channel, device, lane, end));
  return verifyRun(open, certificate.signingKey, ports.verifier, expected);
}

async function readItems(run: Run, ports: ReaderPorts): Promise<readonly Item[]> {
  const author = ports.certificateOf(run.device)?.person;
  if (author === undefined) return [];
  // The same bytes as the entry before has, where that is held: a base of its own would keep the whole batch in memory.
  const held = ports.hashAt(run.channel, run.device, run.lane, run.from - 1);
  const base = held !== null && equalBytes(held, run.base) ? held : run.base.slice();
  return Promise.all(
    run.entries.map((entry, i) => readItem(entry, run.entries[i - 1]?.hash ?? base, author, ports.verifier)),
  );
}
