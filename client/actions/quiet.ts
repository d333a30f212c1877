import {
  askToCall,
  callAddress,
  callPermission,
  canBeCalled,
  closeCallAddress,
  openCallAddress,
} from '../platform/push.ts';
import { keepNoticeWords } from '../platform/push-words.ts';
import { app } from '../state/app.ts';
import type { QuietState } from '../state/model.ts';
import { t } from '../text/words.ts';
import { addNotice, ask, clearNotices } from './engine.ts';
import { recall, remember } from './preferences.ts';

const quietKey = 'tayori.quiet';

/** Looks up, without asking anybody, whether this browser is called; for the screen. */
export function lookAtQuiet(): void {
  const { quiet } = app.get();
  if (!canBeCalled()) return setQuiet('unsupported');
  if (!recall(quietKey)) return setQuiet('off');
  if (callPermission() !== 'granted') return setQuiet('denied');
  setQuiet(quiet === 'dead' ? 'dead' : 'on');
}

/** Asks the person, the push service and the server, in this order. Nothing of it is kept unless all three agree. */
export async function turnQuietOn(): Promise<void> {
  if (!canBeCalled()) return setQuiet('unsupported');
  setQuiet('asking');
  if ((await askToCall()) !== 'granted') return setQuiet('denied');
  const outcome = await renew();
  if (outcome === 'on') remember(quietKey, 'on');
  setQuiet(outcome);
}

/** Takes it back here and at the server. Without a line the server finds out at its next call. */
export async function turnQuietOff(): Promise<void> {
  remember(quietKey, '');
  setQuiet('off');
  clearNotices(['quiet']);
  try {
    await closeCallAddress();
  } catch (reason) {
    console.info('The push service goes on for now.', reason);
  }
  await ask('endCalls', null);
}

/**
 * Whether what was turned on still is: leave that was taken back, an address that is gone or another one by now, a server that does not know it. What can be mended is, the
 * rest is said. Nothing happens where it was never turned on, or without a line.
 */
export async function checkQuiet(): Promise<void> {
  if (!canBeCalled() || !recall(quietKey)) return;
  const outcome = callPermission() === 'granted' ? await renew() : 'denied';
  if (outcome === 'unreachable') return;
  setQuiet(outcome === 'on' ? 'on' : 'dead');
  if (outcome === 'on') clearNotices(['quiet']);
  else addNotice('quiet');
}

/** An address for the key of the server, known to the server. */
async function renew(): Promise<Extract<QuietState, 'on' | 'unreachable' | 'noService'>> {
  const asked = await ask('callTerms', null);
  if (!asked.ok || !asked.value.terms) return 'unreachable';
  const { key, endpoint } = asked.value.terms;
  try {
    await keepNoticeWords({ language: app.get().language, title: t('quiet.noticeTitle'), body: t('quiet.noticeBody') });
    const address = (await callAddress(key)) ?? (await openCallAddress(key));
    if (address === endpoint) return 'on';
    const told = await ask('allowCalls', { endpoint: address });
    return told.ok && told.value.isKnown ? 'on' : 'unreachable';
  } catch (reason) {
    console.info('The push service of this browser was not reached.', reason);
    return 'noService';
  }
}

function setQuiet(quiet: QuietState): void {
  app.set({ quiet });
}
