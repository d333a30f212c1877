import type { RevokeReason } from '../../shared/device/cut-off.ts';

/** One of my devices. */
export interface DeviceView {
  readonly id: string;
  /** What I call it; it may be missing. */
  readonly name?: string | undefined;
  /** Else a browser. */
  readonly isPhone: boolean;
  /** The one in hand. */
  readonly isHere: boolean;
  /** What it writes from now on counts for nobody. */
  readonly isCut: boolean;
  /** Why it was cut off, where that was said. */
  readonly reason?: RevokeReason | undefined;
  /** How many of its entries are held here that do not count, because they came after it was cut off. */
  readonly beyond?: number | undefined;
  readonly firstMs?: number | undefined;
  readonly lastMs?: number | undefined;
}

/** A device that asks to be mine, as its code says; nobody vouches for the name. */
export interface JoinRequest {
  readonly name: string;
  readonly isPhone: boolean;
}

/**
 * What became of adding a device: it can fetch what was left for it; all is written here but it could not be left at the server yet; somebody else left something for it;
 * this device may not; there are twenty; or the code is none.
 */
export type AddOutcome = 'left' | 'waits' | 'taken' | 'noRoot' | 'tooMany' | 'unreadable';

/** What became of cutting a device off. */
export type CutOutcome = 'done' | 'noRoot' | 'unknown';

/** What this device sees when it looks for what was left for it. `notOurs`: something that was not made for it. */
export type HandoverState = 'waiting' | 'unreachable' | 'found' | 'notOurs';

/** What this device shows while it asks to be mine. */
export interface JoinView {
  readonly code: string;
  readonly state: HandoverState;
  /** Of the person whose it would become. */
  readonly name: string;
}

/** A device whose code was read here, and what became of adding it. */
export interface AddView extends JoinRequest {
  readonly code: string;
  readonly outcome?: AddOutcome | undefined;
}

/** What changed among my devices and was not told on this one yet. */
export interface DeviceChange {
  readonly what: 'added' | 'cut';
  readonly name: string;
  readonly isPhone: boolean;
  readonly atMs: number | undefined;
}

/** What my other devices did that I should hear of here. */
export interface DeviceNews {
  readonly changes: readonly DeviceChange[];
  /** This device was cut off by another of mine. */
  readonly isCut: boolean;
  /** This device found its log forked, and holds no root to certify itself anew. */
  readonly mustBeAdded: boolean;
}

/** What the page asks about devices. */
export interface DeviceCommands {
  /** My devices, as far as this one knows, and whether it may add and cut off others. */
  listDevices: { in: null; out: { devices: readonly DeviceView[]; hasRoot: boolean } };
  readJoinCode: { in: { text: string }; out: JoinRequest };
  /** Certifies it, passes it the keys and leaves it the certificate; the second time it only leaves it anew. */
  addDevice: { in: { text: string }; out: { outcome: AddOutcome } };
  nameDevice: { in: { id: string; name: string }; out: null };
  /** Syncs first where there is a line. Of one that was cut off already, what has come since counts too. */
  cutDevice: { in: { id: string; reason: RevokeReason }; out: { outcome: CutOutcome } };
  /** Makes keys, or finds those made before, and gives the code to show. */
  startJoin: { in: { name: string; isPhone: boolean }; out: { text: string } };
  lookForHandover: { in: null; out: { state: HandoverState; name: string } };
  /** Becomes what was found. */
  takeHandover: { in: null; out: { isDone: boolean } };
  /** Forgets the keys that wait. */
  stopJoin: { in: null; out: null };
  deviceNews: { in: null; out: DeviceNews };
  deviceNewsSeen: { in: null; out: null };
  /** The key for which the push service of this browser is to be asked, and the address that the server knows; null without an answer. */
  callTerms: { in: null; out: { terms: { key: string; endpoint: string | null } | null } };
  /** Lets the server call this device; false without an answer, or where it does not take that address. */
  allowCalls: { in: { endpoint: string }; out: { isKnown: boolean } };
  endCalls: { in: null; out: null };
}
