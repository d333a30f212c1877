import { deviceStates } from './sample-devices.ts';
import { messageStates } from './sample-messages.ts';
import { recoveryStates } from './sample-recovery.ts';
import { sampleState } from './sample-state.ts';
import { dataStates, emptyState, leftStates, narrowedState, troubledState } from './sample-variants.ts';

/** What the page is given, by name. */
export const states = {
  filled: sampleState,
  empty: emptyState,
  troubled: troubledState,
  narrowed: narrowedState,
  ...leftStates,
  ...dataStates,
  ...messageStates,
  ...deviceStates,
  ...recoveryStates,
};
/** A screen and how it is come to. */
export interface Shown {
  readonly path: string;
  /** The first one in every look, all of them in those that look at everything. */
  readonly states: readonly (keyof typeof states)[];
  /** What is opened by a tap, each the first of its kind. */
  readonly taps?: readonly string[];
}
/** Every screen. */
export const screens: Readonly<Record<string, Shown>> = {
  home: { path: '/', states: ['filled', 'empty', 'troubled', 'talks'] },
  safety: { path: '/safety', states: ['filled', 'empty', 'troubled', 'narrowed'] },
  person: { path: '/safety/p9', states: ['filled', 'empty', 'moved'] },
  about: { path: '/safety/p9/say', states: ['filled', 'empty'] },
  friend: { path: '/safety/p9/friend', states: ['filled', 'empty'] },
  friends: { path: '/friends', states: ['filled', 'empty'] },
  add: { path: '/friends/add', states: ['filled', 'empty'] },
  handle: { path: '/@niwa_sae', states: ['filled', 'troubled'] },
  outbox: { path: '/outbox', states: ['filled', 'empty', 'troubled', 'lifeOnly', 'lifted'] },
  me: { path: '/me', states: ['filled', 'talks', 'troubled', 'lifeOnly'] },
  devices: { path: '/me/devices', states: ['devices', 'deviceAsked', 'deviceLeft', 'deviceWaits'] },
  deviceCut: { path: '/', states: ['deviceCut'] },
  join: { path: '/join', states: ['joining', 'joinWaits', 'joinFound'] },
  leave: { path: '/me/leave', states: ['filled', 'empty'] },
  words: {
    path: '/me/words',
    states: ['wordsBefore', 'wordsShown', 'wordsAsked', 'wordsEscrow', 'wordsOwn', 'wordsOnPaper', 'wordsOffline'],
  },
  restore: { path: '/restore', states: ['back', 'backWrong', 'backOffline', 'backPassphrase', 'backHere'] },
  left: { path: '/', states: ['leaving', 'left', 'wiped', 'shutOut'] },
  audience: { path: '/me/audience', states: ['filled', 'empty'] },
  share: { path: '/status/share', states: ['filled', 'empty'] },
  status: { path: '/status', states: ['filled', 'empty'] },
  write: { path: '/write', states: ['filled', 'empty'] },
  voice: { path: '/voice/v3', states: ['filled', 'empty'] },
  help: { path: '/help', states: ['filled'] },
  checkedIn: { path: '/voice/v6', states: ['filled'] },
  checkIn: { path: '/check-in', states: ['filled'] },
  where: { path: '/where', states: ['filled', 'empty'] },
  messages: { path: '/messages', states: ['talks', 'filled', 'noTalks', 'search', 'notFound'] },
  knocks: { path: '/messages', states: ['talks'], taps: ['.knocks summary'] },
  newMessage: { path: '/messages/new', states: ['talks', 'empty'] },
  newGroup: {
    path: '/messages/new',
    states: ['talks'],
    taps: ['main input:not(:checked)', 'main input:not(:checked)'],
  },
  pair: { path: '/messages/c1', states: ['pair'] },
  group: { path: '/messages/c2', states: ['group'] },
  openedPair: {
    path: '/messages/c1',
    states: ['pair'],
    taps: ['.me .sent', '.me .said > .ic', '.earlier summary', '.note summary'],
  },
  recorder: { path: '/messages/c3', states: ['begun'], taps: ['button.tool:nth-of-type(2)'] },
  openedGroup: { path: '/messages/c2', states: ['group'], taps: ['.me .sent'] },
  request: { path: '/messages/r1', states: ['request'] },
  over: { path: '/messages/c5', states: ['over'] },
  members: { path: '/messages/c2/members', states: ['group'] },
  membersPair: { path: '/messages/c1/members', states: ['pair'] },
  // Without permission to know the position.
  checkInDenied: { path: '/check-in', states: ['empty'] },
  lost: { path: '/no-such-place', states: ['filled'] },
};
