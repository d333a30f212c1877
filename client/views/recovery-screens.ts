import type { ComponentType } from 'preact';
import { prepareLater } from '../actions/prepare.ts';
import type { RouteName } from '../state/routes.ts';
import { recoveryJa } from '../text/recovery-ja.ts';
import { addJapanese } from '../text/words.ts';
import { RecoveryWords } from './recovery-words.tsx';
import { Restore } from './restore.tsx';

export type RecoveryScreen = Extract<RouteName, 'words' | 'restore'>;

/** Screens that are opened once in a life: in a file of their own, with the lists of words beside it. */
export const recoveryScreens: Readonly<Record<RecoveryScreen, ComponentType>> = {
  words: RecoveryWords,
  restore: Restore,
};

addJapanese(recoveryJa);
void prepareLater();
