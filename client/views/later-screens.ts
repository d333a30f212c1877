import type { ComponentType } from 'preact';
import type { RouteName } from '../state/routes.ts';
import { laterJa } from '../text/later-ja.ts';
import { addJapanese } from '../text/words.ts';
import { Audience } from './audience.tsx';
import { ByHandle } from './by-handle.tsx';
import { Friend } from './friend.tsx';
import { ShareStatus } from './share-status.tsx';

export { BeforeStart, InsideApp } from './before-start.tsx';
export { FindHandle } from './find-handle.tsx';
export { MyHandle } from './my-handle.tsx';
export { MyPicture } from './my-picture.tsx';
export { VoiceExtras } from './voice-extras.tsx';
export { FriendPicker } from './friend-picker.tsx';
export { SafetyTools } from './safety-tools.tsx';
export type LaterScreen = Extract<RouteName, 'audience' | 'share' | 'friend' | 'handle'>;

/** Screens that are seldom opened: a file that is kept on the device when the line is good. */
export const laterScreens: Readonly<Record<LaterScreen, ComponentType>> = {
  audience: Audience,
  share: ShareStatus,
  friend: Friend,
  handle: ByHandle,
};

addJapanese(laterJa);
