import type { KindName } from '../kinds/kinds.ts';

/**
 * Why an entry is void: stored and relayed, and read by no fold. The author sees it as "not accepted, because …".
 * A pure function of the set of entries: it may come and go as others arrive, and is the same on every replica that holds the same set.
 */
export type VoidCode =
  /** The body is not what its kind says. */
  | 'bad-body'
  /** A certificate, rotation or revocation whose own signature is wrong. */
  | 'bad-statement'
  /** The right kind in the wrong person's channel, or about another than the channel's owner. */
  | 'misplaced'
  /** No root of the person stands behind the device. */
  | 'uncertified'
  /** Above or beside the cuts of the revocation in force. */
  | 'revoked'
  /** Certified by an earlier root only, and above or beside the cuts of the rotation in force. */
  | 'rotated'
  /** Above or beside the heads that the device's own session.end names. */
  | 'session-ended'
  /** Beyond the greatest number of entries in the certificate. */
  | 'over-limit'
  /** Outside the lanes, kinds or channels of the certificate. */
  | 'out-of-scope'
  /** A lent device wrote what governs friends or the person. */
  | 'lent'
  /** A governing entry at or above the fork of its log. */
  | 'forked'
  /** The author may not write this kind into this channel. */
  | 'not-permitted';

/** See `VoidCode`. `detail` is for logs and tests, never for screens. */
export type VoidCause = { readonly code: VoidCode; readonly detail: string };

/** Kinds by which a person governs who is a friend and who reads what: of a forked log only what is below the fork counts, and a lent device may not write them. */
export const governingKinds: readonly KindName[] = [
  'person.end',
  'friend.add',
  'friend.remove',
  'friend.invite',
  'audience',
  'conv.create',
  'conv.member',
];

/** Kinds whose bodies an `erase` does not reach: what keys, friendship, clocks and erasures rest on. A friendship is ended by a friend.remove. */
export const unerasableKinds: readonly KindName[] = [
  'person.rotate',
  'device.cert',
  'device.revoke',
  'session.end',
  'clock',
  'person.end',
  'friend.add',
  'friend.remove',
  'erase',
  'audience',
  'conv.create',
  'conv.member',
  'conv.key',
];
