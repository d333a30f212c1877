import { becomeDevice } from '../../shared/device/become.ts';
import {
  identityOfJoin,
  makeJoin,
  readHandover,
  textOfJoin,
  type Join,
  type Joined,
} from '../../shared/device/join.ts';
import { maxDeviceName } from '../../shared/protocol/join-code.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { keep, recall } from '../db/kept.ts';
import { findHandover, takeAwayHandover } from '../sync/handovers.ts';
import type { DeviceCommands, HandoverState } from '../state/devices.ts';
import type { Answer } from '../state/messages.ts';
import { fault } from './commands.ts';
import type { SeldomDesk } from './seldom.ts';

const joinKey = 'join';

/** Gives the code of this device; the same again as long as it waits, so that a code that was read already stays good. */
export async function startJoin(
  { ports, database }: SeldomDesk,
  { name, isPhone }: DeviceCommands['startJoin']['in'],
): Promise<Answer<'startJoin'>> {
  const known = await joinOf(database);
  if (known) return ok({ text: textOfJoin(known) });
  const called = [...name.trim()].slice(0, maxDeviceName).join('');
  const join = await makeJoin(ports.keys, { class: isPhone ? 'phone' : 'browser', name: called }, ports.random);
  return (await keep(database, joinKey, join)) ? ok({ text: textOfJoin(join) }) : err({ code: 'not-saved' });
}

/** Asks the server once whether something was left for this device. */
export async function lookForHandover(desk: SeldomDesk): Promise<Answer<'lookForHandover'>> {
  const join = await joinOf(desk.database);
  if (!join) return err({ code: 'not-ready' });
  const found = await fetchHandover(desk, join);
  return ok(found.ok ? { state: 'found', name: found.value.name } : { state: found.error.code, name: '' });
}

/**
 * Becomes the device of the person who handed over; what was found is fetched once more, and is kept before it is taken away. A device that is that person's already, and found itself
 * forked, goes on with the new keys; one of another person does not become somebody else's.
 */
export async function takeHandover(desk: SeldomDesk): Promise<Answer<'takeHandover'>> {
  const { database, device, ports } = desk;
  const join = await joinOf(database);
  const found = join && (await fetchHandover(desk, join));
  if (!join || !found?.ok) return ok({ isDone: false });
  const identity = identityOfJoin(join, found.value);
  if (device && device.person !== found.value.certificate.person) return ok({ isDone: false });
  if (device) {
    const renewed = await device.renew({ ...identity, former: formerOf(device) });
    if (!renewed.ok) return fault(renewed.error);
    desk.wake('tapped');
  } else {
    const made = await becomeDevice(ports, identity, found.value.rotations);
    if (!made.ok) return fault(made.error);
    await desk.become(made.value);
  }
  await keep(database, joinKey, undefined);
  await takeAwayHandover(join.code.handover);
  return ok({ isDone: true });
}

export async function stopJoin({ database }: SeldomDesk): Promise<Answer<'stopJoin'>> {
  await keep(database, joinKey, undefined);
  return ok(null);
}

async function joinOf(database: SeldomDesk['database']): Promise<Join | undefined> {
  return (await recall(database, joinKey)) as Join | undefined;
}

async function fetchHandover(
  { ports }: SeldomDesk,
  join: Join,
): Promise<Result<Joined, { readonly code: Exclude<HandoverState, 'found'> }>> {
  const answer = await findHandover(join.code.handover);
  if (!answer.ok) return err({ code: answer.error.code === 'not-found' ? 'waiting' : 'unreachable' });
  const joined = await readHandover(ports, join, answer.value);
  return joined.ok ? joined : err({ code: 'notOurs' });
}

/** What was sealed to the keys before can still be read. */
function formerOf({ core }: NonNullable<SeldomDesk['device']>) {
  const { former = [], sealing } = core.identity;
  return [...former, { device: core.certificate.device, sealing }];
}
