import type { PlainKey } from '../text/words.ts';

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
  | 'devices'
  /** On a device that is nobody's yet; its address leads nowhere else. */
  | 'join'
  | 'left'
  | 'status'
  | 'share'
  | 'write'
  | 'voice'
  | 'invite'
  | 'handle'
  | 'help'
  | 'checkIn'
  | 'where'
  | 'messages'
  | 'newMessage'
  | 'conversation'
  | 'members'
  | 'words'
  | 'restore'
  | 'lost';

export interface Route {
  readonly name: RouteName;
  /** What the last part of the address names: a person, a voice, an invite token, a handle, a conversation. */
  readonly id: string;
}

/** The address, in which a star is what `id` names, the heading, and the screen above. */
type Place = readonly [address: string, title: PlainKey, parent?: string];

/** The first whose address fits counts. */
const places: Readonly<Record<RouteName, Place>> = {
  home: ['/', 'app.name'],
  safety: ['/safety', 'nav.safety'],
  person: ['/safety/*', 'nav.safety', '/safety'],
  about: ['/safety/*/say', 'about.title', '/safety'],
  friend: ['/safety/*/friend', 'nav.safety', '/safety'],
  friends: ['/friends', 'friends.title'],
  add: ['/friends/add', 'friends.add', '/friends'],
  outbox: ['/outbox', 'outbox.none'],
  me: ['/me', 'me.title'],
  help: ['/help', 'help.title', '/me'],
  audience: ['/me/audience', 'audience.title', '/me'],
  leave: ['/me/leave', 'leave.title', '/me'],
  devices: ['/me/devices', 'device.title', '/me'],
  join: ['/join', 'app.name'],
  words: ['/me/words', 'rwords.title', '/me'],
  restore: ['/restore', 'rwords.title'],
  status: ['/status', 'sheet.status'],
  share: ['/status/share', 'share.title'],
  write: ['/write', 'voice.write'],
  voice: ['/voice/*', 'voice.title'],
  checkIn: ['/check-in', 'checkin.title'],
  where: ['/where', 'spots.title', '/safety'],
  messages: ['/messages', 'nav.messages'],
  newMessage: ['/messages/new(?:/*)?', 'nav.messages', '/messages'],
  conversation: ['/messages/*', 'nav.messages', '/messages'],
  members: ['/messages/*/members', 'nav.messages', '/messages'],
  invite: ['/i/*', 'invite.title'],
  handle: ['/@(\\w{3,20})', 'friends.add', '/friends'],
  // No address leads there.
  left: ['left', 'app.name'],
  lost: ['lost', 'app.name'],
};

/** The screen that an address names; `lost` for one that none has. A slash at the end changes nothing. */
export function matchRoute(path: string): Route {
  for (const [name, [address]] of Object.entries(places)) {
    const found = new RegExp(`^${address.replace('*', '([\\w.~-]+)')}/*$`).exec(path);
    if (found) return { name: name as RouteName, id: found[1] ?? '' };
  }
  return { name: 'lost', id: '' };
}

/** What stands above a screen unless it has a heading of its own, as the name of a person. */
export function titleOf(name: RouteName): PlainKey {
  return places[name][1];
}

/** Where "back" leads when there is no history to go back in: the screen above. */
export function parentOf(name: RouteName): string {
  return places[name][2] ?? '/';
}
