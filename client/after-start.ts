import { addNotice } from './actions/engine.ts';
import { sendInBackground } from './actions/background.ts';
import { noteInstall } from './actions/install.ts';
import { keepFiles } from './actions/keep-files.ts';
import { keepBadge } from './actions/badge.ts';
import { takeLeftDrafts } from './actions/left-drafts.ts';
import { recall, soundsKey } from './actions/preferences.ts';
import { takeSharedIn } from './actions/shared-in.ts';
import { lookAround } from './actions/surroundings.ts';
import { connectUpdate } from './actions/update.ts';
import { noteWhoIsHere } from './actions/was-here.ts';
import { nowMs } from './platform/clock.ts';
import { keepAppHere } from './platform/service-worker.ts';

/** What the first screen does not wait for: the browser's offers, the service worker, what other apps share, the number on the icon. */
export function startTheRest(): void {
  noteInstall();
  lookAround();
  noteWhoIsHere();
  takeLeftDrafts();
  takeSharedIn();
  sendInBackground();
  keepBadge();
  if (recall(soundsKey))
    void import('./actions/sounds.ts').then(({ listenForArrivals }) => listenForArrivals(), noteMissing);
  // Kept from the first day on: some of them come when nothing more can be fetched.
  void import('./views/seldom-notices.tsx').then(({ watchSeldom }) => watchSeldom(), noteMissing);
  void keepAppHere(nowMs, (letIn) => {
    connectUpdate(letIn);
    addNotice('update');
  }).then(keepFiles);
}

function noteMissing(reason: unknown): void {
  console.info('A part of the app is not here this time.', reason);
}
