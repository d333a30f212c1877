import type {
  audienceOf,
  condition,
  evidence,
  mood,
  need,
  pictureType,
  whereabouts,
} from '../../shared/kinds/kinds.ts';
import type { Place } from '../../shared/kinds/place.ts';
import type { MessagesView } from './conversations.ts';
import type { AddView, DeviceCommands, DeviceNews, JoinView } from './devices.ts';
import type { SafetyFilter } from './safety-filter.ts';
import type { Language } from '../text/language.ts';

/** What a person says about themselves; the names are those of the protocol. */
export type Condition = keyof typeof condition;
export type Whereabouts = keyof typeof whereabouts;

export type Mood = keyof typeof mood;

/** How far an entry is known to have come. Each stage needs evidence; a skipped one has no mark. */
export type DeliveryStage = 'here' | 'carried' | 'hub' | 'server' | 'shared' | 'theirs' | 'read';

export interface DeliveryMark {
  readonly stage: DeliveryStage;
  readonly atMs: number;
  /** Which shelter machine or carrier, when one is known by name. */
  readonly place?: string | undefined;
  /** With `here`: a server that had it may have lost it and is asked again. */
  readonly isAskedAgain?: boolean | undefined;
  /** For `shared`, `theirs` and `read` of what all friends may read: on how many friends' phones, of how many that may read it. */
  readonly reached?: { readonly count: number; readonly of: number } | undefined;
  /** For `theirs`: who has it on a phone of theirs, and since when this device knows; earliest first. */
  readonly persons?: readonly { readonly id: string; readonly name: string; readonly atMs: number }[] | undefined;
}

/** Marks in the order of the stages; the last one is the headline. Never empty: `here` is always known. */
export type Delivery = readonly [DeliveryMark, ...DeliveryMark[]];

/** Why an entry ended without delivery. The text stays on the phone. */
export type RefusalCode = 'not-permitted' | 'revoked' | 'too-large' | 'malformed';

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  /** As they call themselves, where I gave them a name of my own. */
  readonly cardName?: string | undefined;
}

export interface MeView extends PersonView {
  readonly deviceId: string;
  /** False until the person confirmed having the recovery words; until then the key is on this device only. */
  readonly hasRecoveryWords: boolean;
  /** This device was added by another: it holds no root, and knows nothing of the words. */
  readonly wasAdded?: boolean | undefined;
  readonly status: StatusView | undefined;
  /** What others say about me, nearest rung first. */
  readonly about: readonly StatusView[];
  readonly named: readonly NamedView[];
  readonly audience: AudienceView;
}

/** Whom I let see my statuses and signs of life. */
export interface AudienceView {
  readonly who: keyof typeof audienceOf;
  /** Who was chosen, friend or not by now; empty unless it is a list. */
  readonly persons: readonly string[];
}

/** Somebody says that the person is beside them. */
export interface NamedView {
  readonly name: string;
  readonly atMs: number;
}

/** Who said it, from self down to what was only imported. */
export type Rung = 'self' | 'household' | 'desk' | 'acquaintance' | 'imported';

export interface StatusView {
  readonly condition: Condition;
  readonly whereabouts: Whereabouts;
  readonly rung: Rung;
  /** Who said it, when it was not the person: a name as shown. */
  readonly saidBy?: string | undefined;
  /** I said it about somebody else. */
  readonly isMine?: boolean | undefined;
  readonly atMs: number;
  /** Past this it reads "was safe" and never counts as safe. */
  readonly validUntilMs: number;
  readonly needs: readonly NeedTag[];
  readonly beside: readonly string[];
  /** Which of them are persons of this network, as far as their names are known here. */
  readonly besidePersons?: readonly PersonView[] | undefined;
  readonly place?: string | undefined;
  readonly text?: string | undefined;
  readonly delivery?: Delivery | undefined;
}

export type NeedTag = keyof typeof need;

/** The first grade of a sign of life: the person did something, and signed it. */
export interface LifeSign {
  readonly kind: keyof typeof evidence | 'status';
  readonly atMs: number;
  readonly place?: Place | undefined;
  /** The entry's own clock was ahead of what is possible, so the time of receipt is shown. */
  readonly clamped?: boolean | undefined;
}

/** The second grade: the phone was in contact, said by a server or a shelter machine to the hour. Never shown as safe. */
export interface ContactSign {
  readonly atMs: number;
}

/** A question "are you all right?" that I sent, and how far it came. */
export interface AskView {
  readonly atMs: number;
  readonly delivery: Delivery;
}

export interface SafetyRow {
  readonly person: PersonView;
  /** The headline: highest rung. */
  readonly status: StatusView | undefined;
  /** A newer and worse word of a lower rung; shown beside the headline and sorts the row. */
  readonly worse: StatusView | undefined;
  readonly did: LifeSign | undefined;
  readonly contact: ContactSign | undefined;
  readonly asked: AskView | undefined;
  /** When they last asked how I am. */
  readonly askedMeMs?: number | undefined;
  /** Statuses of this person, newest first; filled only for the person whose page is open. */
  readonly history: readonly StatusView[];
  /** Friends who say that this person is beside them. */
  readonly named?: readonly NamedView[] | undefined;
  /** They do not let me see their statuses any more: silence says nothing then. */
  readonly isClosed?: boolean | undefined;
  /** I named them as of my household. */
  readonly isHousehold?: boolean | undefined;
  /** They named me as of theirs. */
  readonly namesMeHousehold?: boolean | undefined;
  /** What I last said about them, so that it can be said again. */
  readonly mine?: StatusView | undefined;
}

export interface VoiceView {
  readonly id: string;
  readonly author: PersonView;
  readonly isMine: boolean;
  readonly atMs: number;
  /** When it came to this device; missing for own ones. */
  readonly receivedMs?: number | undefined;
  readonly clamped?: boolean | undefined;
  readonly text: string;
  /** Withdrawn or expired: what was said to it stays. */
  readonly isAbsent?: boolean | undefined;
  /** Oldest first. */
  readonly corrections: readonly CorrectionView[];
  readonly place?: string | undefined;
  readonly mood?: Mood | undefined;
  /** Of a check-in: where. Its text may be empty. */
  readonly checkIn?: Place | undefined;
  readonly likes: number;
  readonly iLike: boolean;
  readonly comments: readonly CommentView[];
  /** Own voices only. */
  readonly delivery?: Delivery | undefined;
  readonly refused?: RefusalCode | undefined;
}

/** What an author set right; it stands on top of the words that it corrects. */
export interface CorrectionView {
  readonly id: string;
  readonly text: string;
  readonly atMs: number;
}

/** Where somebody last said that they were, as coarse as they chose. */
export interface SpotView {
  readonly person: PersonView;
  readonly isMine: boolean;
  readonly place: Place;
  readonly atMs: number;
  readonly saidBy: 'checkin' | 'status' | 'sign';
  /** How good an exact position was. */
  readonly accuracyM?: number | undefined;
}

export interface CommentView {
  readonly id: string;
  readonly author: PersonView;
  readonly isMine: boolean;
  readonly atMs: number;
  readonly text: string;
  readonly isAbsent?: boolean | undefined;
  readonly corrections: readonly CorrectionView[];
  readonly delivery?: Delivery | undefined;
}

export interface RequestView {
  readonly person: PersonView;
  readonly atMs: number;
  readonly greeting?: string | undefined;
}

/** A request that I made and that is not answered yet. */
export interface SentRequestView {
  readonly person: PersonView;
  readonly atMs: number;
  readonly delivery: Delivery;
}

export type OutboxKind =
  | 'checkin'
  | 'status'
  | 'about'
  | 'audience'
  | 'ask'
  | 'friend'
  | 'voice'
  | 'comment'
  | 'like'
  | 'correct'
  | 'withdraw'
  | 'card'
  | 'household'
  | 'setting'
  | 'message'
  | 'picture'
  | 'other';

/** Why it waits. The screen says it in a sentence. */
export type WaitReason =
  'offline' | 'unreachable' | 'sending' | 'behind' | 'quota' | 'shed' | 'hub' | 'lifeOnly' | 'thinLine';

export interface OutboxRow {
  readonly id: string;
  readonly kind: OutboxKind;
  /** The first words, or the person it is for. */
  readonly title: string;
  /** Of a status: its word is said in the reader's language. */
  readonly condition?: Condition | undefined;
  readonly atMs: number;
  readonly sizeBytes: number;
  /** It travels in the lane of life, before all others. */
  readonly isLife?: boolean | undefined;
  readonly reason: WaitReason | undefined;
  readonly delivery: Delivery;
  readonly refused?: RefusalCode | undefined;
  /** The whole text, to copy when it was not accepted. */
  readonly text?: string | undefined;
}

/** What of the outbox is not listed: a screen of ten thousand rows would help nobody and stop a small phone. */
export interface OutboxBehind {
  readonly count: number;
  /** How many of them exist on this device alone. */
  readonly onlyHere: number;
  readonly sizeBytes: number;
}

export type Reach = 'opening' | 'never' | 'fresh' | 'busy' | 'noSignal' | 'unreachable' | 'hub' | 'full';

export interface SyncLine {
  readonly reach: Reach;
  /** Up to when what is shown is true, by the best time of this device. */
  readonly upToMs: number | undefined;
  readonly unsent: number;
  /** While the outbox is sent: how many of how many the server has answered for, and the one under way. */
  readonly sending?: { readonly done: number; readonly of: number } | undefined;
  readonly hubName?: string | undefined;
  readonly nextTryAtMs?: number | undefined;
  readonly lifeOnly: boolean;
  /** Best time minus this device's clock, once known. */
  readonly clockOffMs?: number | undefined;
}

export interface InviteView {
  readonly link: string;
  readonly untilMs?: number | undefined;
}

/** An invite that somebody gave me, read from its link before anything is done with it. */
export interface ReceivedInvite {
  readonly token: string;
  readonly person: PersonView | undefined;
  /** Who invites together with that person. */
  readonly others: readonly string[];
  readonly state: 'reading' | 'ready' | 'mine' | 'friends' | 'sent' | 'unreadable';
}

/** My own handle, and one that I asked for and do not have yet. */
export interface HandleView {
  readonly mine?: string | undefined;
  /** Wanted once there is a server: it is tried again whenever one answers. */
  readonly wish?: string | undefined;
  /** The last wish that somebody else was quicker with. */
  readonly lost?: string | undefined;
}

/** What became of a try to claim a handle. */
export type HandleOutcome = 'mine' | 'waits' | 'taken' | 'invalid' | 'busy' | 'unreachable';

/** Whoever was looked up by handle: the server says who has it, the card what they call themselves. */
export interface FoundPerson {
  readonly handle: string;
  readonly person?: PersonView | undefined;
  readonly state: 'looking' | 'ready' | 'mine' | 'friends' | 'sent' | 'unknown' | 'busy' | 'unreachable';
}

/** A picture of a card as this device has it; the id changes with the picture. */
export interface PictureView {
  readonly id: string;
  readonly blob: Blob;
}

/** A picture before it is on the card. */
export interface NewPicture {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly type: keyof typeof pictureType;
}

/** Things to say that stay until they are solved; `clock` follows from what the sync line knows. */
export type Notice =
  'update' | 'full' | 'otherTabOld' | 'keysGone' | 'notSaved' | 'devices' | 'quiet' | 'clock' | 'mayForget';

/** Whether this browser is called while the app is closed. `dead`: it was, and something outside the app ended it. */
export type QuietState = 'unsupported' | 'off' | 'asking' | 'on' | 'denied' | 'dead' | 'unreachable' | 'noService';

/** What may travel: as the line is, everything but pictures, or the lane of life alone. */
export type DataUse = 'auto' | 'noPictures' | 'lifeOnly';

export interface DataUseView {
  readonly chosen: DataUse;
  /** Everything travels all the same, until the app is closed. */
  readonly isLifted: boolean;
}

export interface StorageView {
  readonly usedBytes: number | undefined;
  readonly freeBytes: number | undefined;
  readonly isPersistent: boolean | undefined;
}

/** What is unusual about the window in which the app runs. */
export interface Surroundings {
  /** Who was here before and is not any more; the name may be unknown and is then empty. */
  readonly gone: string | null;
  /** A window of another app, such as a messenger's. */
  readonly isInside: boolean;
  /** Opens this page in the browser, where the app around knows a way. */
  readonly wayOut: string | null;
  /** A browser that will not keep the app, as private windows of some do not. */
  readonly isFleeting: boolean;
  /** What is kept here is likely to be gone when the window is closed, as in private windows; it cannot be known for sure. */
  readonly mayForget?: boolean | undefined;
}

export type Theme = 'auto' | 'light' | 'dark';
/** Besides what the browser is set to. */
export type TextSize = 'normal' | 'large' | 'larger';

/** What drafts are kept for: a sheet, the comment field of one voice, what is to set one right, or a conversation. */
export type DraftKey =
  | 'checkin'
  | 'voice'
  | 'status'
  | 'name'
  | 'handle'
  | 'voiceMood'
  | 'voicePlace'
  | `comment:${string}`
  | `correct:${string}`
  | `message:${string}`;

/** How far the end of this person has come, or that this device is theirs no more. */
export interface LeftView {
  /** The server takes nothing from this device: it was cut off, or its person moved on with the recovery words. */
  readonly shutOut?: 'revoked' | 'replaced' | undefined;
  /** Of the entry that ends the person; missing where another device of theirs wrote it. */
  readonly delivery?: Delivery | undefined;
  /** How many own entries have not left this device. */
  readonly waiting: number;
  /** Everything was taken off this device. */
  readonly isWiped?: boolean | undefined;
}

/** Rises when screens that were kept before could not be drawn any more; those of other folds alone still can. */
export const stateShape = 1;

export interface AppState {
  readonly phase: 'opening' | 'first-run' | 'ready' | 'left' | 'unsupported' | 'broken';
  /** The lists are made anew from the entries, as after an update: how many parts of how many are read. What is shown is of before. */
  readonly rebuilding: { readonly done: number; readonly of: number } | undefined;
  readonly nowMs: number;
  readonly path: string;
  readonly language: Language;
  readonly theme: Theme;
  readonly textSize: TextSize;
  readonly me: MeView | undefined;
  /** In the phase `left`. */
  readonly left?: LeftView | undefined;
  readonly syncLine: SyncLine;
  readonly voices: readonly VoiceView[];
  readonly hasOlderVoices: boolean;
  readonly safety: readonly SafetyRow[];
  readonly safetyFilter: SafetyFilter;
  readonly friends: readonly PersonView[];
  /** Of whom nothing is shown. */
  readonly blocked: readonly PersonView[];
  /** Mine and my friends', newest first; who never said where is not among them. */
  readonly spots: readonly SpotView[];
  readonly requests: readonly RequestView[];
  readonly sentRequests: readonly SentRequestView[];
  readonly invite: InviteView | undefined;
  readonly received: ReceivedInvite | undefined;
  readonly handle: HandleView;
  readonly found: FoundPerson | undefined;
  /** By person. Not among the screens that are kept: the entries have them. */
  readonly pictures: Readonly<Partial<Record<string, PictureView>>>;
  /** Pictures that had no room on this device. */
  readonly picturesLeftOut: number;
  /** The first hundred that wait, in order of sending, and what was refused. */
  readonly outbox: readonly OutboxRow[];
  /** What waits behind them. */
  readonly outboxBehind: OutboxBehind;
  /** The newest own entries that left the outbox. */
  readonly landed: readonly OutboxRow[];
  /** Missing until this device was read. */
  readonly dataUse?: DataUseView | undefined;
  readonly storage: StorageView;
  /** How many entries this device holds. */
  readonly entries: number;
  readonly messages?: MessagesView | undefined;
  readonly notices: readonly Notice[];
  readonly surroundings: Surroundings | undefined;
  /** The browser offers to install the app. */
  readonly canInstall: boolean;
  readonly drafts: Readonly<Partial<Record<DraftKey, string>>>;
  /** My devices, once they were looked up on this page. */
  readonly devices?: DeviceCommands['listDevices']['out'] | undefined;
  /** As long as this device asks to be somebody's. */
  readonly join?: JoinView | undefined;
  /** A device that is being added from here. */
  readonly adding?: AddView | undefined;
  /** Missing until it was looked up on this page. */
  readonly quiet?: QuietState | undefined;
  /** What my other devices did, as long as a notice speaks of it. */
  readonly deviceNews?: DeviceNews | undefined;
}
