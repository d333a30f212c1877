import { commit } from '../../shared/device/core.ts';
import { openDevice, type Device } from '../../shared/device/device.ts';
import { readFileBatches } from '../../shared/device/export-file.ts';
import type { DevicePorts, NetworkError } from '../../shared/device/ports.ts';
import { fileInside } from '../../shared/device/readable-file.ts';
import { findInFile, joinTold, takeFile } from '../../shared/device/restore-from-file.ts';
import { proveRecovery, restorePerson } from '../../shared/device/restore.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { openEscrow, sealEscrow } from '../../shared/protocol/escrow.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import type { RestoreAnswer } from '../../shared/sync/restore.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { createEscrowEngine } from '../platform/escrow-engine.ts';
import { randomBytes } from '../platform/random.ts';
import type { Answer } from '../state/messages.ts';
import type { RecoveryAsk, RecoveryTold, RecoveryTrouble } from '../state/recovery.ts';
import { createNetwork } from '../sync/network.ts';
import { askChallenge, dropEscrow, fetchEscrow, findPerson, hasEscrow, putEscrow } from '../sync/recovery.ts';
import { fault } from './commands.ts';

/** What recovery works with; `device` is null where nobody is on this device yet. */
export interface RecoveryDesk {
  readonly ports: DevicePorts;
  readonly database: Database;
  readonly origin: string;
  readonly device: Device | null;
  readonly replica: Replica;
  /** Opens the device that the storage holds, as at a start. */
  begin(): Promise<void>;
}

type Told = Answer<'recovery'>;

/** Does what is asked about recovery words. Whoever was restored is open when it resolves. */
export async function recover(desk: RecoveryDesk, asked: RecoveryAsk): Promise<Told> {
  if (asked.do === 'restore') return restore(desk, asked.seed);
  if (asked.do === 'restoreFromFile') return restoreFromFile(desk, asked.seed, asked.text);
  if (asked.do === 'restoreByPassphrase') return restoreByPassphrase(desk, asked.name, asked.passphrase);
  const { device, replica } = desk;
  if (!device) return err({ code: 'not-ready' });
  switch (asked.do) {
    case 'look': {
      const { recoverySeed, wordsAtMs, rotations } = device.core.identity;
      const leftOut = ((await recall(desk.database, 'leftOut')) as number | undefined) ?? 0;
      return ok({ is: 'words', seed: recoverySeed, atMs: wordsAtMs, isRestored: rotations !== undefined, leftOut });
    }
    case 'confirm':
      return confirm(device);
    case 'whenMoved':
      return ok({ is: 'moved', atMs: whenMoved(replica, asked.personId) });
    case 'lookEscrow': {
      const has = await inSession(desk, device, hasEscrow);
      return has.ok ? ok({ is: 'escrow', isKept: has.value }) : troubleOf(has.error);
    }
    case 'keepEscrow': {
      const { recoverySeed } = device.core.identity;
      if (recoverySeed === null) return err({ code: 'not-ready' });
      const engine = createEscrowEngine();
      const sealed = await sealEscrow(engine, recoverySeed, asked.passphrase, device.person, randomBytes);
      const kept = await inSession(desk, device, () => putEscrow(sealed));
      return kept.ok ? ok({ is: 'escrow', isKept: true }) : troubleOf(kept.error);
    }
    case 'dropEscrow': {
      const dropped = await inSession(desk, device, dropEscrow);
      return dropped.ok ? ok({ is: 'escrow', isKept: false }) : troubleOf(dropped.error);
    }
  }
}

/** From here on only the paper has the words. The second time changes nothing. */
async function confirm({ core, inTurn }: Device): Promise<Told> {
  return inTurn(async () => {
    if (core.identity.recoverySeed === null) return ok({ is: 'done' });
    const wordsAtMs = core.ports.nowMs() + core.meta.offsetMs;
    const done = await commit(core, { identity: { ...core.identity, recoverySeed: null, wordsAtMs } });
    return done.ok ? ok({ is: 'done' }) : fault(done.error);
  });
}

async function restore(desk: RecoveryDesk, seed: Uint8Array): Promise<Told> {
  if (desk.device) return trouble('occupied');
  const told = await askServer(desk, seed);
  return told.ok ? restoreAs(desk, seed, told.value) : troubleOf(told.error);
}

/** What the server knows of the person of the seed. */
async function askServer({ ports, database, origin }: RecoveryDesk, seed: Uint8Array) {
  const challenge = await askChallenge();
  if (!challenge.ok) return challenge;
  const known = await recall(database, 'server');
  if (known !== undefined && known !== bytesToHex(challenge.value.serverKey))
    return err({ code: 'wrong-server', retryAfterMs: null });
  return findPerson(await proveRecovery(ports.keys, seed, challenge.value, origin));
}

/**
 * By a file, with a line or without one. Where the server can be asked, what it has counts too; where not, what the earlier phone wrote after the file does not
 * count any more, and the new phone speaks to the server when there is a line.
 */
async function restoreFromFile(desk: RecoveryDesk, seed: Uint8Array, text: string): Promise<Told> {
  if (desk.device) return trouble('occupied');
  const file = fileInside(text);
  const batches = file.ok ? readFileBatches(file.value) : file;
  if (!batches.ok) return trouble('noFile');
  const inFile = await findInFile(desk.ports, seed, batches.value);
  if (!inFile.ok) return trouble(inFile.error.code === 'person-ended' ? 'ended' : 'otherFile');
  const atServer = await askServer(desk, seed);
  // Only what a server says of this person changes anything; silence, or never having heard of them, does not.
  if (!atServer.ok && whyByCode[atServer.error.code] === 'ended') return trouble('ended');
  const told = atServer.ok ? joinTold(atServer.value, inFile.value) : inFile.value;
  return told ? restoreAs(desk, seed, told, batches.value) : trouble('odd');
}

async function restoreAs(
  { ports, database, begin }: RecoveryDesk,
  seed: Uint8Array,
  told: RestoreAnswer,
  batches: readonly Uint8Array[] = [],
): Promise<Told> {
  const restored = await restorePerson(ports, seed, told);
  if (restored.ok) {
    const { leftOut } = restored.value;
    if (told.handle !== null) await keep(database, 'handle', { mine: told.handle });
    if (leftOut > 0) await keep(database, 'leftOut', leftOut);
    const device = batches.length > 0 ? await openDevice(ports) : null;
    const taken = device && (await takeFile(device, batches));
    await begin();
    return taken?.ok === false ? fault(taken.error) : ok({ is: 'restored', leftOut });
  }
  const { error } = restored;
  if (error.code === 'not-empty') return trouble('occupied');
  if (error.code === 'not-theirs') return trouble('odd');
  return fault(error);
}

async function restoreByPassphrase(desk: RecoveryDesk, name: string, passphrase: string): Promise<Told> {
  if (desk.device) return trouble('occupied');
  const kept = await fetchEscrow(name);
  if (!kept.ok) return troubleOf(kept.error);
  const opened = await openEscrow(createEscrowEngine(), kept.value.sealed, passphrase, kept.value.person);
  if (opened === 'wrong') return trouble('wrong');
  return opened === 'unreadable' ? trouble('odd') : restore(desk, opened);
}

/** By the clock of the newest rotation that holds, as far as it is here; never later than now. */
function whenMoved(replica: Replica, person: string): number | undefined {
  const card = toChannelId('card', person);
  let newest: { sequence: number; clockMs: number } | undefined;
  for (const { entry, statement } of replica.items()) {
    if (entry.channel !== card || statement?.what !== 'rotation') continue;
    const { sequence } = statement.rotation;
    if (sequence > (newest?.sequence ?? 0)) newest = { sequence, clockMs: entry.clockMs };
  }
  return newest?.clockMs;
}

/** A session is often there already; where it is not, one is opened and the same asked again. */
async function inSession<T>(
  { database, origin }: RecoveryDesk,
  { person, core }: Device,
  ask: () => Promise<Result<T, NetworkError>>,
): Promise<Result<T, NetworkError>> {
  const first = await ask();
  if (first.ok || (first.error.code !== 'no-session' && first.error.code !== 'bad-session')) return first;
  const known = (await recall(database, 'server')) as string | undefined;
  const network = createNetwork(origin, { known, remember: async () => undefined });
  const { certificate, rotations } = core.identity;
  const opened = await network.openSession(person, certificate, core.signer, rotations);
  return opened.ok ? ask() : opened;
}

const whyByCode: Readonly<Record<string, RecoveryTrouble>> = {
  'not-found': 'nobody',
  'person-ended': 'ended',
  'not-admitted': 'busy',
  'bad-message': 'odd',
  'bad-session': 'odd',
  'wrong-server': 'odd',
};

function troubleOf({ code }: NetworkError): Told {
  return trouble(whyByCode[code] ?? 'unreachable');
}

function trouble(why: RecoveryTrouble): Told {
  return ok({ is: 'trouble', why } satisfies RecoveryTold);
}
