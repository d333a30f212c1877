import { deviceNameKey } from '../../shared/device/add-device.ts';
import type { Device } from '../../shared/device/device.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import type { DeviceId } from '../../shared/protocol/ids.ts';
import { ok } from '../../shared/protocol/result.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import type { DeviceChange } from '../state/devices.ts';
import type { Answer } from '../state/messages.ts';
import type { OwnDesk } from './seldom.ts';

const seenKey = 'devicesSeen';
const cutKey = 'cutOff';

/**
 * What changed among the person's devices and was not told here yet. The first time, once a server was met, all that is there is taken for known: who has just been added is not
 * told of those who were there before.
 */
export async function tellNews({ device, replica, database, trouble }: OwnDesk): Promise<Answer<'deviceNews'>> {
  const isCut = await isCutOff(database, replica, device, trouble);
  const mustBeAdded = device.core.identity.root === null && device.core.holdings.isForked(device.id());
  const seen = (await recall(database, seenKey)) as readonly string[] | undefined;
  if (seen === undefined) {
    if (device.core.meta.lastContactMs !== null) await markSeen(database, replica, device);
    return ok({ changes: [], isCut, mustBeAdded });
  }
  const fresh = marksOf(replica, device).filter(([mark]) => !seen.includes(mark));
  return ok({ changes: fresh.map(([, change]) => change), isCut, mustBeAdded });
}

/** From now on what is there is known here, also after a restart. */
export async function markSeen(database: Database, replica: Replica, device: Device): Promise<void> {
  const marks = marksOf(replica, device).map(([mark]) => mark);
  await keep(database, seenKey, marks);
}

/** One mark for each other device that was added, and one for each that was cut off. */
function marksOf(replica: Replica, device: Device): readonly (readonly [mark: string, change: DeviceChange])[] {
  const { persons, settings } = replica;
  const timeByMark = timesOf(replica, device);
  const others = persons.devicesOf(device.person).filter((id) => id !== device.id());
  return others.flatMap((id) => {
    const about = {
      name: settings.valueOf(deviceNameKey(id)) ?? '',
      isPhone: persons.certificateOf(id)?.class === 'phone',
    };
    const marks = persons.revocationOf(id) ? (['added', 'cut'] as const) : (['added'] as const);
    return marks.map((what) => {
      const mark = `${what}/${id}`;
      return [mark, { what, ...about, atMs: timeByMark.get(mark) }] as const;
    });
  });
}

/** When certificates and revocations were first written, by the clocks of those who wrote them. */
function timesOf(replica: Replica, { person }: Device): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const note = (what: DeviceChange['what'], device: DeviceId, atMs: number) => {
    const mark = `${what}/${device}`;
    times.set(mark, Math.min(times.get(mark) ?? atMs, atMs));
  };
  for (const { author, statement, entry } of replica.items()) {
    if (author !== person) continue;
    if (statement?.what === 'certificate') note('added', statement.certificate.device, entry.clockMs);
    if (statement?.what === 'revocation') note('cut', statement.revocation.device, entry.clockMs);
  }
  return times;
}

/** A device that was cut off is served nothing any more, not even why: the server's refusal is kept, since without a line there is none. */
async function isCutOff(
  database: Database,
  replica: Replica,
  device: Device,
  trouble: string | null,
): Promise<boolean> {
  const id = device.id();
  const isSaid = trouble === 'revoked' || (replica.persons.certificateOf(id) !== null && !replica.persons.isLive(id));
  if (isSaid) await keep(database, cutKey, id);
  return isSaid || (await recall(database, cutKey)) === id;
}
