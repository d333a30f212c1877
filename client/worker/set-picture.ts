import { kinds } from '../../shared/kinds/kinds.ts';
import { sha256 } from '../../shared/protocol/hash.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { ok } from '../../shared/protocol/result.ts';
import type { Answer } from '../state/messages.ts';
import type { NewPicture } from '../state/model.ts';
import { fault, type Desk } from './commands.ts';

/**
 * Puts `picture` on the own card, or with null none, and erases all that were there before. The bytes are written first: a card that names a picture which a
 * full device did not take would promise what nobody has. Each step has a name of its own, so that a command which comes again goes on where it was
 * stopped.
 */
export async function setPicture(
  { device, known, command }: Desk,
  picture: NewPicture | null,
): Promise<Answer<'setPicture'>> {
  const channel = toChannelId('card', device.person);
  const { picture: _, ...card } = known.cardFields(device.person);
  const before = known.picturesBy(device.person);
  let wanted: string | undefined;
  if (picture) {
    const written = await device.write('picture', channel, picture, [], `${command}.picture`);
    if (!written.ok) return fault(written.error);
    wanted = written.value.id;
  }
  const named = picture ? { picture: sha256(picture.data) } : {};
  const said = await device.write('card.set', channel, { ...card, ...named }, [], command);
  if (!said.ok) return fault(said.error);
  for (const { id, hash, device: author, number } of before) {
    if (id === wanted) continue;
    const target = { targetHash: hash, device: author, kindNumber: kinds.picture.number, number } as const;
    const erased = await device.write('erase', channel, { ...target, reason: 'withdrawn' }, [], `${command}/${id}`);
    if (!erased.ok) return fault(erased.error);
  }
  return ok(null);
}
