import type { ComponentType } from 'preact';
import { prepareLater } from '../actions/prepare.ts';
import type { RouteName } from '../state/routes.ts';
import { devicesJa } from '../text/later-devices-ja.ts';
import { laterJa } from '../text/later-ja.ts';
import { addJapanese } from '../text/words.ts';
import { AboutSheet } from './about-sheet.tsx';
import { Audience } from './audience.tsx';
import { ByHandle } from './by-handle.tsx';
import { DevicesScreen } from './devices.tsx';
import { Friend } from './friend.tsx';
import { Help } from './help.tsx';
import { Join } from './join.tsx';
import { Leave } from './leave.tsx';
import { Left } from './left.tsx';
import { Me } from './me.tsx';
import { ShareStatus } from './share-status.tsx';

export { BeforeStart, InsideApp } from './before-start.tsx';
export { FindHandle } from './find-handle.tsx';
export { Moved } from './moved.tsx';
export { LifeOnly } from './life-only.tsx';
export { VoiceExtras } from './voice-extras.tsx';
export { readWholePicture } from '../actions/picture.ts';
export { FriendPicker } from './friend-picker.tsx';
export { SafetyTools } from './safety-tools.tsx';
export type LaterScreen = Extract<
  RouteName,
  'me' | 'devices' | 'join' | 'help' | 'about' | 'audience' | 'share' | 'friend' | 'handle' | 'leave' | 'left'
>;

/** Screens that are seldom opened: a file that is kept on the device when the line is good. */
export const laterScreens: Readonly<Record<LaterScreen, ComponentType>> = {
  me: Me,
  devices: DevicesScreen,
  join: Join,
  help: Help,
  about: AboutSheet,
  audience: Audience,
  leave: Leave,
  left: Left,
  share: ShareStatus,
  friend: Friend,
  handle: ByHandle,
};

addJapanese({ ...laterJa, ...devicesJa });
void prepareLater();
