export type RouteName =
  | 'home'
  | 'safety'
  | 'person'
  | 'about'
  | 'friend'
  | 'friends'
  | 'add'
  | 'outbox'
  | 'me'
  | 'audience'
  | 'leave'
  | 'left'
  | 'words'
  | 'restore'
  | 'status'
  | 'share'
  | 'write'
  | 'voice'
  | 'invite'
  | 'handle'
  | 'help'
  | 'checkIn'
  | 'where'
  | 'lost';

export interface Route {
  readonly name: RouteName;
  /** What the last part of the address names: a person, a voice, an invite token, a handle. */
  readonly id: string;
}

const patterns: readonly (readonly [RouteName, RegExp])[] = [
  ['home', /^\/$/],
  ['safety', /^\/safety$/],
  ['person', /^\/safety\/([\w-]+)$/],
  ['about', /^\/safety\/([\w-]+)\/say$/],
  ['friend', /^\/safety\/([\w-]+)\/friend$/],
  ['friends', /^\/friends$/],
  ['add', /^\/friends\/add$/],
  ['outbox', /^\/outbox$/],
  ['me', /^\/me$/],
  ['help', /^\/help$/],
  ['audience', /^\/me\/audience$/],
  ['leave', /^\/me\/leave$/],
  ['words', /^\/me\/words$/],
  ['restore', /^\/restore$/],
  ['status', /^\/status$/],
  ['share', /^\/status\/share$/],
  ['write', /^\/write$/],
  ['voice', /^\/voice\/([\w-]+)$/],
  ['checkIn', /^\/check-in$/],
  ['where', /^\/where$/],
  ['invite', /^\/i\/([\w.~-]+)$/],
  ['handle', /^\/@(\w{3,20})$/],
];

/** The screen that an address names; `lost` for one that none has. A slash at the end changes nothing. */
export function matchRoute(path: string): Route {
  const plain = path.replace(/(?<=.)\/+$/, '');
  for (const [name, pattern] of patterns) {
    const found = pattern.exec(plain);
    if (found) return { name, id: found[1] ?? '' };
  }
  return { name: 'lost', id: '' };
}

/** Where "back" leads when there is no history to go back in: the screen above. */
export function parentOf(name: RouteName): string {
  if (name === 'person' || name === 'where' || name === 'about' || name === 'friend') return '/safety';
  if (name === 'audience' || name === 'leave' || name === 'words') return '/me';
  if (name === 'add' || name === 'handle') return '/friends';
  if (name === 'help') return '/me';
  return '/';
}
