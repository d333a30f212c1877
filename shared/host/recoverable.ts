import { cutName } from '../protocol/cut.ts';
import { concatBytes } from '../protocol/bytes.ts';
import { lanes } from '../protocol/parameters.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import type { RestoreAnswer, RestoreHead } from '../sync/restore.ts';
import type { Store } from '../sync/store.ts';
import type { HostDirectory } from './directory.ts';

/** `person-ended`: they left; their words are erased everywhere and nothing is to be restored. */
export type NotRecoverable = { readonly code: 'not-found' | 'person-ended' };

/**
 * What is told of the person whose recovery key hashes to `recoveryHash`: where each log of their devices ends, as far as it counts now. What a cut that holds today
 * leaves out stays out, so that a second restoring brings nothing back. Everybody may put somebody else's hash into a certificate of their own making: of
 * several persons it is the one whose card was stored first.
 */
export async function findRecoverable(
  recoveryHash: Uint8Array,
  directory: HostDirectory,
  store: Pick<Store, 'heads' | 'newest'>,
): Promise<Result<Omit<RestoreAnswer, 'handle'>, NotRecoverable>> {
  const certificate = directory.firstByRecovery(recoveryHash);
  if (certificate === null) return err({ code: 'not-found' });
  const { person, firstRoot } = certificate;
  const { persons } = directory.access;
  if (persons.hasEnded(person)) return err({ code: 'person-ended' });
  const { devices, channels } = directory.reachOf(person);
  const logs = channels.flatMap((channel) =>
    lanes
      .filter((lane) => store.newest(channel, lane) > 0)
      .flatMap((lane) => devices.map((device) => ({ channel, device, lane }))),
  );
  const heads: RestoreHead[] = [];
  for (const { channel, device, lane } of logs) {
    const limits = persons.limitsOf(device);
    const name = cutName(channel, device, lane);
    for (const head of await store.heads(channel, device, lane)) {
      let counts = head;
      for (const limit of limits) {
        const cut = limit.cutByName.get(name) ?? { number: 0, hash: head.hash };
        if (cut.number < counts.number) counts = cut;
      }
      if (counts.number > 0) heads.push({ channel, device, lane, number: counts.number, hash: counts.hash });
    }
  }
  const rotations = directory.rotationsOf(person).map((one) => concatBytes(one.bytes, one.signature));
  return ok({ person, firstRoot, rotations, heads });
}
