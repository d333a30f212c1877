import type { Place } from '../../shared/kinds/place.ts';
import type { Result } from '../../shared/protocol/result.ts';
import type { Change } from './change.ts';
import type { AlongCommands, ConversationCommands } from './conversations.ts';
import type { DeviceCommands } from './devices.ts';
import type {
  AudienceView,
  Condition,
  DataUse,
  DraftKey,
  HandleOutcome,
  Mood,
  NewPicture,
  NeedTag,
  Rung,
  Whereabouts,
} from './model.ts';
import type { RecoveryAsk, RecoveryTold } from './recovery.ts';
import type { Language } from '../text/language.ts';

/** Why the engine did not do what it was asked. Nothing of what a person wrote is lost by any of them. */
export type EngineFault =
  | 'full' // no room on this device; the text is still on the screen
  | 'not-saved' // the store refused for another reason
  | 'keys-gone' // the store was cleared under the app: no key to sign with
  | 'unreadable' // bytes given by the person (a link, a QR) do not decode
  | 'too-large'
  | 'not-here' // a part of the app that is fetched when it is first needed, and cannot be had now
  | 'not-ready'; // no person yet, or the engine is not there

export interface EngineError {
  readonly code: EngineFault;
}

export interface StatusInput {
  readonly condition: Condition;
  readonly whereabouts: Whereabouts;
  readonly needs: readonly NeedTag[];
  /** Persons of this network, by id. */
  readonly besidePersons: readonly string[];
  readonly beside: readonly string[];
  readonly place: string;
  readonly text: string;
  readonly validMs: number;
}

export interface CheckInInput {
  /** Already as coarse as the person chose: what is in it is sent. */
  readonly place: Place;
  readonly text: string;
  /** Of an exact place only. */
  readonly accuracyM: number | undefined;
}

/** What somebody else is said to be like, and how near the speaker says to stand to them. */
export interface AboutInput extends StatusInput {
  readonly personId: string;
  readonly rung: Extract<Rung, 'household' | 'acquaintance'>;
}

/** What the page can ask of the worker: what goes in and what comes out. An answer means that it is durable here. */
export interface Commands extends ConversationCommands, AlongCommands, DeviceCommands {
  createPerson: { in: { name: string; kana: string; language: Language }; out: { personId: string } };
  setName: { in: { name: string; kana: string }; out: null };
  /** Puts a picture on the card, or with null none, and erases those before. */
  setPicture: { in: { picture: NewPicture | null }; out: null };
  /** A place already as coarse as the person chose. */
  writeVoice: { in: { text: string; place: Place | undefined; mood: Mood | undefined }; out: { id: string } };
  writeStatus: { in: StatusInput; out: { id: string } };
  checkIn: { in: CheckInInput; out: { id: string } };
  writeAbout: { in: AboutInput; out: { id: string } };
  chooseAudience: { in: AudienceView; out: null };
  renewStatus: { in: null; out: { id: string } };
  comment: { in: { voiceId: string; text: string }; out: { id: string } };
  correct: { in: { id: string; text: string }; out: { id: string } };
  withdraw: { in: { id: string }; out: null };
  like: { in: { voiceId: string; off: boolean }; out: { id: string } };
  askStatus: { in: { personId: string }; out: { id: string } };
  makeInvite: { in: null; out: { link: string } };
  readInvite: { in: { token: string }; out: null };
  acceptInvite: { in: { token: string }; out: { personId: string } };
  /** Claims a handle at the server now, or with `later` whenever it answers. */
  chooseHandle: { in: { handle: string; later: boolean }; out: { outcome: HandleOutcome } };
  dropHandleWish: { in: null; out: null };
  /** Who has it; the answer stands in the state. */
  findHandle: { in: { handle: string }; out: null };
  askFriend: { in: { personId: string }; out: null };
  acceptRequest: { in: { personId: string }; out: null };
  refuseRequest: { in: { personId: string }; out: null };
  removeFriend: { in: { personId: string }; out: null };
  /** A name of my own for a person, sealed for my devices; an empty one takes it back. */
  nameFriend: { in: { personId: string; name: string }; out: null };
  /** Names a person as of my household, or takes that back; who may see my statuses sees it. */
  setHousehold: { in: { personId: string; isIn: boolean }; out: null };
  /** Ends a friendship and shows nothing of that person any more, or shows it again. */
  block: { in: { personId: string; isBlocked: boolean }; out: null };
  /** Everything that is here as one file, or only what no server has: its text. */
  takeOut: { in: { onlyUnsent: boolean }; out: { text: string } };
  /** Takes in such a file; how many entries it added, and how many parts could not be read. */
  putIn: { in: { text: string }; out: { added: number; unreadable: number } };
  /** Brings what the last screens ask of the worker, so that it is there without a line too. */
  prepare: { in: null; out: null };
  /** All that concerns recovery words. */
  recovery: { in: RecoveryAsk; out: RecoveryTold };
  /** Ends the person for good; the same command again goes on where it stood. */
  leave: { in: null; out: null };
  /** Chosen for this device: it holds from the next request on, and from the first after a start. */
  setDataUse: { in: { use: DataUse }; out: null };
  /** Lets everything travel until the app is closed, whatever was chosen, or ends that. */
  liftDataUse: { in: { isLifted: boolean }; out: null };
  /** Tries to reach the server now; `byHand` lets pictures travel too where the line holds them back. */
  syncNow: { in: { byHand: boolean }; out: null };
  openPerson: { in: { personId: string }; out: null };
  /** How many voices are listed, at least one page. */
  listVoices: { in: { most: number }; out: null };
  keepDraft: { in: { key: DraftKey; text: string }; out: null };
}

export type CommandName = keyof Commands;

export type Answer<N extends CommandName> = Result<Commands[N]['out'], EngineError>;

/** Page → worker. */
export interface CommandMessage<N extends CommandName = CommandName> {
  /** Given by the page, random: a command that comes again, because nobody knows whether the first was done, is done once. */
  readonly id: string;
  readonly name: N;
  readonly input: Commands[N]['in'];
}

/** Page → worker, as the last thing it says: the page is closed, or put aside by the browser. */
export type Leaving = 'leaving';

/** Worker → page: the answer to a command, or what has become different in what is shown. */
export type EngineMessage =
  | {
      readonly kind: 'answer';
      readonly id: string;
      readonly answer: Answer<CommandName>;
      /** What became different by it: with the answer, so that no screen is drawn between the two. */
      readonly change?: Change | undefined;
    }
  | { readonly kind: 'state'; readonly change: Change };
