import '../styles/far.css';
import type { ComponentType } from 'preact';
import type { RouteName } from '../state/routes.ts';
import { AddFriend } from './add-friend.tsx';
import { CheckIn } from './check-in.tsx';
import { Friends } from './friends.tsx';
import { Invite } from './invite.tsx';
import { Lost } from './lost.tsx';
import { Outbox } from './outbox.tsx';
import { Person } from './person.tsx';
import { Safety } from './safety.tsx';
import { StatusSheet } from './status-sheet.tsx';
import { Voice } from './voice.tsx';
import { VoiceSheet } from './voice-sheet.tsx';
import type { LaterScreen } from './later-screens.ts';
import type { RecoveryScreen } from './recovery-screens.ts';
import type { MessageScreen } from './later-messages.ts';

export { SafetySummary } from './safety-summary.tsx';
export { LongList } from './long-list.tsx';
type FarScreen = Exclude<RouteName, 'home' | 'where' | LaterScreen | MessageScreen | RecoveryScreen>;

/** The screens that come in one file after the first ones. */
const farScreens: Readonly<Record<FarScreen, ComponentType>> = {
  safety: Safety,
  person: Person,
  friends: Friends,
  add: AddFriend,
  invite: Invite,
  outbox: Outbox,
  status: StatusSheet,
  write: VoiceSheet,
  voice: Voice,
  checkIn: CheckIn,
  lost: Lost,
};

/** The screen of a name, from here or out of another file, which is fetched; throws when that cannot be had now. */
export async function findScreen(name: Exclude<RouteName, 'home'>): Promise<ComponentType> {
  switch (name) {
    case 'where':
      return (await import('./places.ts')).places.Where;
    case 'messages':
    case 'newMessage':
    case 'conversation':
    case 'members':
      return (await import('./later-messages.ts')).messageScreens[name];
    case 'words':
    case 'restore':
      return (await import('./recovery-screens.ts')).recoveryScreens[name];
    default:
      return isFar(name) ? farScreens[name] : (await import('./later-screens.ts')).laterScreens[name];
  }
}

const isFar = (name: RouteName): name is FarScreen => Object.hasOwn(farScreens, name);
