import { err } from '../../shared/protocol/result.ts';
import { app } from '../state/app.ts';
import type { Answer, CommandName, Commands, EngineFault } from '../state/messages.ts';
import type { Notice } from '../state/model.ts';

type Send = <N extends CommandName>(name: N, input: Commands[N]['in']) => Promise<Answer<N>>;

let send: Send = async () => err({ code: 'not-ready' });

/** Called once by main, when the worker that keeps the store is there. */
export function connectEngine(engine: Send): void {
  send = engine;
}

/**
 * Asks the worker and waits until what was asked is durable on this device. A refusal is also said on the screen,
 * where it stays until something could be saved again.
 */
export async function ask<N extends CommandName>(name: N, input: Commands[N]['in']): Promise<Answer<N>> {
  const answer = await send(name, input);
  if (answer.ok) clearNotices(['full', 'notSaved']);
  else if (!harmless.has(name)) addNotice(noticeByFault[answer.error.code]);
  return answer;
}

// What these ask for writes nothing that a person could lose.
const harmless: ReadonlySet<CommandName> = new Set([
  'readInvite',
  'makeInvite',
  'chooseHandle',
  'dropHandleWish',
  'findHandle',
  'openPerson',
  'openConversation',
  'readConversation',
  'searchMessages',
  'listDevices',
  'recovery',
  'listVoices',
  'takeOut',
  'putIn',
  'syncNow',
]);

const noticeByFault: Readonly<Record<EngineFault, Notice | undefined>> = {
  full: 'full',
  'not-saved': 'notSaved',
  'keys-gone': 'keysGone',
  'not-ready': 'notSaved',
  'not-here': undefined,
  unreadable: undefined,
  'too-large': undefined,
};

export function addNotice(notice: Notice | undefined): void {
  const { notices } = app.get();
  if (notice && !notices.includes(notice)) app.set({ notices: [...notices, notice] });
}

export function clearNotices(gone: readonly Notice[]): void {
  const { notices } = app.get();
  if (notices.some((notice) => gone.includes(notice))) {
    app.set({ notices: notices.filter((notice) => !gone.includes(notice)) });
  }
}
