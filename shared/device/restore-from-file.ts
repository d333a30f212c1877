import { createReplica } from '../fold/replica.ts';
import { concatBytes, equalBytes } from '../protocol/bytes.ts';
import { cutName } from '../protocol/cut.ts';
import { sha256 } from '../protocol/hash.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import type { RestoreAnswer, RestoreHead } from '../sync/restore.ts';
import { takeIn } from '../sync/take-in.ts';
import type { Device } from './device.ts';
import { createHoldings } from './holdings.ts';
import { recoveryKeyOf } from './identity.ts';
import type { DevicePorts, DiskError } from './ports.ts';

/** `not-theirs`: nothing in the file is by the person of these words. `person-ended`: they left for good. */
export type NotInFile = { readonly code: 'not-theirs' | 'person-ended' };

/**
 * What a file of entries tells of the person whose recovery seed is `seed`, as a server would: where each log of their devices ends in it, no further than
 * cuts in it leave. Everything is verified. Of several persons who name that recovery key it is the one with the most entries.
 */
export async function findInFile(
  ports: DevicePorts,
  seed: Uint8Array,
  batches: readonly Uint8Array[],
): Promise<Result<RestoreAnswer, NotInFile>> {
  const holdings = createHoldings();
  const replica = createReplica(null);
  const reader = {
    verifier: ports.verifier,
    hash: ports.hash ?? sha256,
    certificateOf: holdings.certificateOf,
    hashAt: holdings.hashAt,
    learn(...[certificates, rotations]: Parameters<typeof holdings.learn>) {
      holdings.learn(certificates, rotations);
      replica.addCertificates(certificates);
      replica.addStatements(rotations.map((rotation) => ({ what: 'rotation', rotation })));
    },
  };
  for (const batch of batches) {
    const taken = await takeIn(batch, null, reader);
    for (const run of taken.ok ? taken.value.runs : []) holdings.add(run);
    replica.add(taken.ok ? taken.value.items : []);
  }

  const recoveryHash = sha256((await recoveryKeyOf(ports.keys, seed)).publicKey);
  const logsByPerson = new Map<string, RestoreHead[]>();
  for (const { channel, device, lane } of holdings.logs()) {
    const certificate = holdings.certificateOf(device);
    if (!certificate || !equalBytes(certificate.recoveryHash, recoveryHash)) continue;
    const name = cutName(channel, device, lane);
    let counts = holdings.head(channel, device, lane);
    for (const limit of replica.persons.limitsOf(device)) {
      const cut = limit.cutByName.get(name) ?? { number: 0, hash: counts.hash };
      if (cut.number < counts.number) counts = cut;
    }
    const heads = logsByPerson.get(certificate.person) ?? [];
    logsByPerson.set(certificate.person, heads);
    if (counts.number > 0) heads.push({ channel, device, lane, number: counts.number, hash: counts.hash });
  }
  const countOf = (heads: readonly RestoreHead[]) => heads.reduce((sum, { number }) => sum + number, 0);
  const [found] = [...logsByPerson].sort(([, a], [, b]) => countOf(b) - countOf(a));
  const certificate = [...holdings.certificates()].find((one) => one.person === found?.[0]);
  if (!found || !certificate) return err({ code: 'not-theirs' });
  const [person, heads] = found;
  if (replica.persons.hasEnded(person)) return err({ code: 'person-ended' });
  const known = [...holdings.rotations()].filter((one) => one.person === person);
  const rotations = known.map((one) => concatBytes(one.bytes, one.signature));
  return ok({ person, firstRoot: certificate.firstRoot, rotations, heads, handle: null });
}

/**
 * What either of both knows: each log as far as one of them has it, so that neither what only the file has nor what only the server has is cut off. Null where
 * they speak of different persons.
 */
export function joinTold(a: RestoreAnswer, b: RestoreAnswer): RestoreAnswer | null {
  if (a.person !== b.person) return null;
  return {
    ...a,
    rotations: [...a.rotations, ...b.rotations],
    heads: [...a.heads, ...b.heads],
    handle: a.handle ?? b.handle,
  };
}

/**
 * Takes a file into a device that was just restored, and has it compare with a server all that it holds at the first contact: what the lost phone never
 * sent is in nobody's hands but this file's. The second time nothing is added.
 */
export async function takeFile(device: Device, batches: readonly Uint8Array[]): Promise<Result<null, DiskError>> {
  for (const batch of batches) {
    const taken = await device.receive(batch, {});
    // A part that cannot be read stops none of the others.
    if (!taken.ok && (taken.error.code === 'device-full' || taken.error.code === 'device-storage'))
      return err({ code: taken.error.code, detail: taken.error.detail });
  }
  const kept = await device.receive(null, { meta: { ...device.core.meta, isComparing: true } });
  return kept.ok ? ok(null) : err(kept.error as DiskError);
}
