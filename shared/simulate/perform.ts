import { revocationSignedBytes, encodeRevocationFields, cutName, type Cut } from '../protocol/cut.ts';
import { concatBytes, encodeUtf8 } from '../protocol/bytes.ts';
import { sha256 } from '../protocol/hash.ts';
import { fromLogKey, ownerOfChannel, toChannelId } from '../protocol/ids.ts';
import { domain } from '../protocol/parameters.ts';
import { exportFile, readFileBatches } from '../device/export-file.ts';
import { certificateOf, recoveryKeyOf } from '../device/identity.ts';
import type { Item } from '../log/item.ts';
import { faults } from './faulty-network.ts';
import { performTalk } from './perform-talk.ts';
import { noteWrite, type World } from './world.ts';
import type { Step } from './steps.ts';
import { reopen, replicaOf, settleAgain, settleRestored, type Dweller } from './town.ts';

const day = 86_400_000;
/** Clocks of the years that phones believe in when their battery was out, and the one that was set wrong by hand. */
const clockOffsets = [0, 0, 2_000, -90_000, 400_000, -3 * 365 * day, 73 * 365 * day, -53 * 365 * day, -60 * 365 * day];

/** Does one step. Steps that make no sense where they stand do nothing, so that a schedule can be shortened. */
export async function perform(world: World, step: Step): Promise<void> {
  world.clock.ms += step.c % 3_600_000;
  const dweller = world.dwellers[step.actor % world.dwellers.length];
  if (dweller === undefined) return;
  const other = world.dwellers[step.a % world.dwellers.length];
  switch (step.kind) {
    case 'voice':
      return say(world, dweller);
    case 'comment':
    case 'like':
      return answer(world, dweller, step);
    case 'status':
      return setStatus(world, dweller, step);
    case 'sign':
      await dweller.device.write('life.sign', toChannelId('life', dweller.person), { evidence: 'opened' });
      return;
    case 'ask':
      if (other) await dweller.device.write('status.ask', toChannelId('inbox', other.person), {});
      return;
    case 'invite':
      return invite(dweller, other);
    case 'befriend':
    case 'unfriend':
      return befriend(dweller, other, step.kind === 'befriend' ? 'friend.add' : 'friend.remove');
    case 'erase':
      return eraseSomething(dweller, step);
    case 'sync':
      return syncOnce(dweller, step);
    case 'carry':
      return carry(dweller, other, step);
    case 'clock':
      dweller.clockOffMs = clockOffsets[step.a % clockOffsets.length] ?? 0;
      return;
    case 'crash':
      return reopen(dweller, world.clock);
    case 'dieInCommit': {
      // Of a device that holds nothing to keep the commit may never come: then it goes on living.
      const died = dweller.disk.dieInNext(step.a % 2 === 0);
      const work = step.b % 2 === 0 ? dweller.conversation.wake('tapped') : say(world, dweller);
      await Promise.race([died, work]);
      return reopen(dweller, world.clock);
    }
    case 'copyDevice':
      world.copies.set(dweller, dweller.disk.saved());
      return;
    case 'restoreDevice': {
      const copy = world.copies.get(dweller);
      if (copy?.identity) await reopen(dweller, world.clock, copy);
      return;
    }
    case 'fork': {
      // The one of which a backup lives on writes and is heard; then the backup is put back and writes without having asked.
      const copy = dweller.disk.saved();
      await say(world, dweller);
      await dweller.conversation.wake('tapped');
      await reopen(dweller, world.clock, copy);
      await say(world, dweller);
      return;
    }
    case 'lose':
      return lose(world, dweller, step);
    case 'moveOn':
      return moveOn(world, dweller, step);
    case 'addDevice':
      if (dweller.isReplaced) return;
      if (world.dwellers.length < 8) world.dwellers.push(await settleAgain(dweller, step.b, world.server, world.clock));
      return;
    case 'revokeDevice':
      return revoke(world, dweller, step);
    case 'restartServer':
      return world.server.restart();
    case 'backupServer':
      world.backup = world.server.store().rows();
      return;
    case 'restoreServer':
      if (world.backup) await world.server.restore(step.b.toString(16).padStart(16, '0'), world.backup);
      return;
    case 'eraseThenOffer':
      return eraseThenOffer(world, dweller, other, step);
    case 'outage':
      for (const one of world.dwellers) one.network.setDown(step.a % 2 === 0);
      return;
    case 'fullDevice':
      dweller.disk.setFull(step.a % 2 === 0);
      return;
    case 'fullServer':
      world.server.store().setFull(step.a % 2 === 0);
      return;
    case 'group':
    case 'talk':
    case 'acknowledge':
    case 'takeIn':
    case 'takeOut':
    case 'quarrel':
      return performTalk(world, dweller, step);
  }
}

async function say(world: World, dweller: Dweller): Promise<void> {
  const text = `${dweller.name} ${++world.uttered}`;
  const written = await dweller.device.write('voice', toChannelId('feed', dweller.person), { text });
  if (written.ok) noteWrite(world, dweller, written.value.id, text);
}

/** Voices that the dweller holds and that count for them. */
function voicesOf(dweller: Dweller): readonly Item[] {
  return heldItems(dweller).filter((item) => item.body?.kind === 'voice');
}

/** All items that the dweller holds, in a fixed order. */
export function heldItems(dweller: Dweller): readonly Item[] {
  const { holdings } = dweller.device.core;
  const replica = replicaOf(dweller);
  return holdings.ids().flatMap((id) => replica.get(id) ?? []);
}

async function answer(world: World, dweller: Dweller, step: Step): Promise<void> {
  const voices = voicesOf(dweller);
  const target = voices[step.b % Math.max(1, voices.length)];
  if (target === undefined) return;
  const { channel, id } = target.entry;
  if (step.kind === 'like') {
    await dweller.device.write('like', channel, step.a % 4 === 0 ? { target: id, off: true } : { target: id });
    return;
  }
  const text = `re ${++world.uttered}`;
  const written = await dweller.device.write('comment', channel, { target: id, text }, [id]);
  if (written.ok) noteWrite(world, dweller, written.value.id, text);
}

async function setStatus(world: World, dweller: Dweller, step: Step): Promise<void> {
  const conditions = ['safe', 'needsHelp', 'injured', 'needsRescue'] as const;
  const seen = heldItems(dweller).filter((item) => item.body?.kind === 'status' && item.author === dweller.person);
  await dweller.device.write('status', toChannelId('life', dweller.person), {
    condition: conditions[step.a % 4] ?? 'safe',
    whereabouts: 'home',
    replaces: seen.slice(-16).map((item) => item.entry.id),
    text: `status ${++world.uttered}`,
  });
}

async function invite(dweller: Dweller, other: Dweller | undefined): Promise<void> {
  if (other === undefined || other.person === dweller.person) return;
  const token = dweller.seeded.bytes(16);
  const tokenHash = sha256(concatBytes(encodeUtf8(domain.invite), token));
  const written = await dweller.device.write('friend.invite', toChannelId('inbox', dweller.person), { tokenHash });
  if (written.ok)
    await other.device.write('friend.add', toChannelId('inbox', dweller.person), { person: dweller.person, token });
}

async function befriend(
  dweller: Dweller,
  other: Dweller | undefined,
  kind: 'friend.add' | 'friend.remove',
): Promise<void> {
  if (other === undefined || other.person === dweller.person) return;
  const channel = toChannelId('inbox', other.person);
  const replaces = heldItems(dweller)
    .filter((item) => item.entry.channel === channel && item.author === dweller.person)
    .slice(-16)
    .map((item) => item.entry.id);
  await dweller.device.write(kind, channel, { person: other.person, replaces });
}

async function eraseSomething(dweller: Dweller, step: Step): Promise<void> {
  const own = heldItems(dweller).filter(
    (item) =>
      (item.body?.kind === 'voice' || item.body?.kind === 'comment') &&
      (item.author === dweller.person || ownerOfChannel(item.entry.channel) === dweller.person),
  );
  const target = own[step.b % Math.max(1, own.length)]?.entry;
  if (target === undefined) return;
  await dweller.device.write('erase', target.channel, {
    targetHash: target.hash,
    device: target.device,
    kindNumber: target.kind,
    number: target.number,
    reason: 'withdrawn',
  });
}

/** A server is put back to before a voice that is erased meanwhile; someone who has not heard of the erasure offers the voice again. */
async function eraseThenOffer(world: World, dweller: Dweller, other: Dweller | undefined, step: Step): Promise<void> {
  if (other === undefined || other === dweller) return;
  const before = world.server.store().rows();
  const written = await dweller.device.write('voice', toChannelId('feed', dweller.person), {
    text: `to be erased ${++world.uttered}`,
  });
  await dweller.conversation.wake('tapped');
  await other.conversation.wake('tapped');
  if (!written.ok) return;
  const { hash, device, kind, number, channel } = written.value;
  const target = { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const };
  await dweller.device.write('erase', channel, target);
  await world.server.restore((step.b + 1).toString(16).padStart(16, 'e'), before);
  await dweller.conversation.wake('tapped');
  await other.conversation.wake('tapped');
}

async function syncOnce(dweller: Dweller, step: Step): Promise<void> {
  // Some conversations end in the middle: what a cursor lacks then is still lacking.
  dweller.network.next(faults[step.a % faults.length] ?? 'none', step.c % 4);
  if (step.b % 3 === 0) await dweller.network.deliverLate();
  dweller.conversation.limit(step.b % 4 === 0 ? 2048 : 262_144, step.b % 16 === 1 ? 1 : 15);
  await dweller.conversation.wake('tapped');
}

async function carry(dweller: Dweller, other: Dweller | undefined, step: Step): Promise<void> {
  if (other === undefined || other === dweller) return;
  const batches = readFileBatches(await exportFile(dweller.device, step.b % 2 === 0));
  if (!batches.ok) throw new Error('a device wrote a bad file');
  for (const batch of batches.value) await other.device.receive(batch, {});
}

/** A second device, lost and cut off; its finder writes on and is heard before the word of the cut is. */
async function lose(world: World, dweller: Dweller, step: Step): Promise<void> {
  const ofPerson = world.dwellers.filter((one) => one.person === dweller.person && one !== dweller && !one.isRevoked);
  const lost = ofPerson[step.b % Math.max(1, ofPerson.length)];
  if (lost === undefined || dweller.isRevoked) return;
  await lost.conversation.wake('tapped');
  await dweller.conversation.wake('tapped');
  await revoke(world, dweller, step);
  await say(world, lost);
  await lost.conversation.wake('tapped');
}

/**
 * Whoever has the words of a person goes on with a new phone; all their others are left behind with what had reached the server. Once a person: where a server
 * lost the first move and is asked for a second, one of both phones is shut out, and nobody can say which.
 */
async function moveOn(world: World, dweller: Dweller, step: Step): Promise<void> {
  const words = world.wordsOf.get(dweller.person);
  const ofPerson = world.dwellers.filter((one) => one.person === dweller.person);
  if (!words || dweller.network.isDown() || ofPerson.some((one) => one.isReplaced)) return;
  const { publicKey } = await recoveryKeyOf(dweller.device.core.ports.keys, words);
  if ((await world.server.find(sha256(publicKey))) === null) return;
  const anew = await settleRestored(dweller.name, words, step.b, world.server, world.clock);
  for (const one of ofPerson) one.isReplaced = one.isRevoked = true;
  world.dwellers.push(anew);
  await anew.conversation.wake('start');
}

async function revoke(world: World, dweller: Dweller, step: Step): Promise<void> {
  const ofPerson = world.dwellers.filter((one) => one.person === dweller.person && one !== dweller && !one.isRevoked);
  const lost = ofPerson[step.b % Math.max(1, ofPerson.length)];
  if (lost !== undefined && !dweller.isRevoked) await cutOff(dweller, lost, step.a % 5);
}

/** Writes that another device of the person counts no further than what the writer has of it. Nothing is written on a full device. */
export async function cutOff(dweller: Dweller, lost: Dweller, serial = 1): Promise<void> {
  const { core } = dweller.device;
  const device = lost.device.id();
  const cuts: Cut[] = [];
  for (const head of core.holdings.heads(device)) {
    const log = fromLogKey(head.log);
    const hash = core.holdings.hashAt(log.channel, log.device, log.lane, head.number);
    if (log.device === device && hash)
      cuts.push({ name: cutName(log.channel, device, log.lane), number: head.number, hash });
  }
  const certificate = certificateOf(core.identity);
  const fields = {
    person: dweller.person,
    device,
    reason: 2,
    cuts,
    serial,
    sequence: 0,
    signer: certificate.firstRoot,
  };
  const bytes = encodeRevocationFields(fields);
  const signer = await core.ports.keys.openSigning(core.identity.root);
  const signature = await signer.sign(revocationSignedBytes(bytes));
  const written = await dweller.device.write('device.revoke', toChannelId('card', dweller.person), {
    revocation: concatBytes(bytes, signature),
  });
  if (written.ok) lost.isRevoked = true;
}
