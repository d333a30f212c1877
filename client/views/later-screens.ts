import type { ComponentType } from 'preact';
import type { RouteName } from '../state/routes.ts';
import { laterJa } from '../text/later-ja.ts';
import { addJapanese } from '../text/words.ts';
import { Audience } from './audience.tsx';
import { Friend } from './friend.tsx';
import { ShareStatus } from './share-status.tsx';

export { FriendPicker } from './friend-picker.tsx';
export { SafetyTools } from './safety-tools.tsx';
export type LaterScreen = Extract<RouteName, 'audience' | 'share' | 'friend'>;

/** Screens that are seldom opened: a file that is kept on the device when the line is good. */
export const laterScreens: Readonly<Record<LaterScreen, ComponentType>> = {
  audience: Audience,
  share: ShareStatus,
  friend: Friend,
};

addJapanese(laterJa);
