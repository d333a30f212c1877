import { channelType, toChannelId } from '../../shared/protocol/ids.ts';
import type { Answer, CommandName, Commands } from '../state/messages.ts';
import { nothing, set, some, type Desk } from './commands.ts';
import { blockKey, nameKey } from './known.ts';
import { setPicture } from './set-picture.ts';

/** Commands that write and are given from screens that come last; their code comes with what is done once in a long while. */
export type SeldomWrite = Extract<
  CommandName,
  'setPicture' | 'chooseAudience' | 'nameFriend' | 'setHousehold' | 'block'
>;

type Handlers = { readonly [N in SeldomWrite]: (desk: Desk, input: Commands[N]['in']) => Promise<Answer<N>> };

const mostHousehold = 20;

export const seldomWrites: Handlers = {
  async setPicture(desk, { picture }) {
    return setPicture(desk, picture);
  },
  async chooseAudience({ device, write, known }, { who, persons }) {
    const replaces = known.audienceEntry(device.person);
    return nothing(
      await write('audience', toChannelId('inbox', device.person), {
        channelType: channelType.life,
        index: 0,
        who,
        ...some('persons', who === 'list' ? persons : []),
        ...some('replaces', replaces ? [replaces] : []),
      }),
    );
  },
  async nameFriend(desk, { personId, name }) {
    return nothing(await set(desk, nameKey(personId), name));
  },
  async setHousehold({ device, write, known }, { personId, isIn }) {
    const others = known.householdOf(device.person).filter((person) => person !== personId);
    const persons = isIn ? [...others, personId].slice(-mostHousehold) : others;
    const replaces = known.householdEntry(device.person);
    return nothing(
      await write('household', toChannelId('life', device.person), { persons, ...some('replaces', replaces) }),
    );
  },
  async block(desk, { personId, isBlocked }) {
    // The block first: should only one of both be written, nothing of that person is shown any more.
    const blocked = await set(desk, blockKey(personId), isBlocked ? 'all' : '');
    if (!blocked.ok || !isBlocked) return nothing(blocked);
    const { device, command } = desk;
    const inbox = toChannelId('inbox', personId);
    return nothing(await device.write('friend.remove', inbox, { person: personId }, [], `${command}.end`));
  },
};
