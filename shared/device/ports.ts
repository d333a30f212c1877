import type { Item, Statement } from '../log/item.ts';
import type { Certificate, DeviceClassName } from '../protocol/certificate.ts';
import type { Sha256 } from '../protocol/hash.ts';
import type { ChannelId, DeviceId, EntryId, LogKey, PersonId } from '../protocol/ids.ts';
import type { Recipient } from '../log/seal-key.ts';
import type { AgreementKey, SealEngine } from '../protocol/seal-engine.ts';
import type { Signer, Verifier } from '../protocol/sign.ts';
import type { Result } from '../protocol/result.ts';
import type { DeliveryEvidence } from '../fold/delivery.ts';
import type { Persons } from '../fold/persons.ts';
import type { Receipt } from './receipts.ts';
import type { Unverified } from './unverified.ts';
import type { TheirPoint } from './their-points.ts';

/** The secret half of a key in whatever form a platform can keep: a seed, or a key that cannot leave its browser. */
export type Secret = unknown;

/** Makes and opens keys. Key material never passes through the device's own code. */
export type KeyPort = {
  makeSigning(): Promise<{ readonly secret: Secret; readonly publicKey: Uint8Array }>;
  openSigning(secret: Secret): Promise<Signer>;
  makeSealing(): Promise<{ readonly secret: Secret; readonly publicKey: Uint8Array }>;
  openSealing(secret: Secret): Promise<AgreementKey>;
  /** The keys of 32 secret bytes: the same bytes give the same keys on every device. */
  signingFromSeed(seed: Uint8Array): Promise<{ readonly secret: Secret; readonly publicKey: Uint8Array }>;
  sealingFromSeed(seed: Uint8Array): Promise<{ readonly secret: Secret; readonly publicKey: Uint8Array }>;
};

/** Who this device is. Kept whole; the secrets as the platform can. */
export type Identity = {
  readonly class: DeviceClassName;
  /** Certificate with its signature. */
  readonly certificate: Uint8Array;
  /** Null on a device that was added by another: it can neither add nor cut off devices, nor certify itself anew. */
  readonly root: Secret | null;
  /** The 16 bytes behind the recovery words; they stay here until the person confirmed to have the words, then null. */
  readonly recoverySeed: Uint8Array | null;
  readonly recoveryHash: Uint8Array;
  /** When the person confirmed to have the words, by best time; missing where they were not confirmed on this device. */
  readonly wordsAtMs?: number;
  /** Rotations (fields ‖ signature) without which the certificate is not the person's; a device under the first root needs none. */
  readonly rotations?: readonly Uint8Array[];
  readonly signing: Secret;
  readonly sealing: Secret;
  /**
   * Other keys under whose ids something was sealed for this device: of devices that it was before it was renewed, and on a restored device the archive key
   * of the recovery words, by `archiveId`. They stay as long as what was sealed then is to be read.
   */
  readonly former?: readonly { readonly device: DeviceId; readonly sealing: Secret }[];
};

/** Where an entry of this device stands on its way. */
export type OwnState = 'unsent' | 'server' | 'refused';

/** One entry that this device wrote, as it is kept: a batch of one run with its base, its state, and what the screen says of it. */
export type OwnRow = {
  readonly log: LogKey;
  readonly number: number;
  readonly id: EntryId;
  /** Rises with every entry written here, whatever the clock does: the order in which entries of different logs travel. */
  readonly order: number;
  readonly batch: Uint8Array;
  readonly state: OwnState;
  /** Of a refusal that no retry mends. */
  readonly code: string | null;
  /** By best time. */
  readonly writtenAtMs: number;
  /** When the server's durable answer came, by best time; null again once that server was found to have lost it. */
  readonly atServerMs: number | null;
  /** The command by which it was written, where it had an id; it never leaves the device. */
  readonly command?: string;
  /** The id under which a renewed device wrote it again; this row is then settled with the code `again`. */
  readonly againAs?: EntryId;
  /** The epoch in which the server last said that it has it, or null when it never did. */
  readonly epoch: string | null;
};

/** What a device remembers besides entries. */
export type Meta = {
  readonly cursor: Uint8Array | null;
  /** Of the server whose cursor it is; 8 bytes as hex. */
  readonly epoch: string | null;
  /** The epoch changed and not everything held here was compared with the server yet. */
  readonly isComparing: boolean;
  readonly lastContactMs: number | null;
  /** Best time minus the device's clock, learned at contact. */
  readonly offsetMs: number;
  readonly clock: { readonly ms: number; readonly counter: number };
  /** Friendships that the server opened although the other's own word is not here yet. */
  readonly opened: readonly ChannelId[];
  /** Channels that the server closed to this device and has not opened since; with a new epoch it begins anew. Missing where nothing was. */
  readonly closed?: readonly ChannelId[];
  /** Of what came and could not be verified, and is not here yet. Missing where nothing was. */
  readonly unverified?: readonly Unverified[];
  /** When persons' phones were last in contact as the server said it, by best time, to the hour. */
  readonly contacts: readonly (readonly [PersonId, number])[];
};

/** A batch of verified runs with their bases, and when its entries came. */
export type Chunk = { readonly key: number; readonly batch: Uint8Array; readonly receipts: readonly Receipt[] };

/** What is known of a chunk without reading it; `entries` are those that came with it first, none where it holds bodies of bulk alone. */
export type ChunkNote = { readonly key: number; readonly bytes: number; readonly entries: number };

/** Fewer small chunks than this are left as they are: each packing writes everything again. */
export const worthPacking = 24;

/** A chunk as it shall be from now on; a batch of null takes it away. */
export type ChunkChange = Omit<Chunk, 'batch'> & { readonly batch: Uint8Array | null };

/** Everything that a device kept. */
export type Saved = {
  readonly identity: Identity | null;
  readonly own: readonly OwnRow[];
  readonly chunks: readonly Chunk[];
  readonly meta: Meta;
  /** How far others have what this device wrote. */
  readonly theirs: readonly TheirPoint[];
};

/** What is kept together: all of it or nothing. */
export type DiskCommit = {
  readonly identity?: Identity;
  readonly own?: readonly OwnRow[];
  readonly chunks?: readonly ChunkChange[];
  readonly meta?: Meta;
  /** All of them; takes the place of what was kept. */
  readonly theirs?: readonly TheirPoint[];
};

/** Why something was not kept. */
export type DiskError = { readonly code: 'device-full' | 'device-storage'; readonly detail: string };

/** The device's storage. `commit` resolves only when what it was given would survive the device's death. */
export type DiskPort = {
  load(): Promise<Saved>;
  /** A chunk as it was last committed. Rejects when the storage cannot be read or holds none under that key. */
  readChunk(key: number): Promise<Chunk>;
  commit(change: DiskCommit): Promise<Result<null, DiskError>>;
};

/** The way to a server. Bytes are those of `shared/sync/messages.ts`. */
export type NetworkPort = {
  sync(request: Uint8Array): Promise<Result<Uint8Array, NetworkError>>;
  /** Answers one after the other as long as there is more; missing where a way has no streams. */
  pages?(request: Uint8Array): Promise<Result<PageStream, NetworkError>>;
  /** Proves to the server that this device holds its key; `rotations` are those that its certificate needs. The second time gives a new session. */
  openSession(
    person: PersonId,
    certificate: Uint8Array,
    signer: Signer,
    rotations?: readonly Uint8Array[],
  ): Promise<Result<null, NetworkError>>;
};

/** Answers as they arrive. */
export type PageStream = {
  /** The next answer, or null after the last; a line that breaks gives null too, and the device asks on. */
  next(): Promise<Uint8Array | null>;
  /** Wants no more. */
  cancel(): void;
};

/** Why no answer came; a code of the catalogue, or `unreachable`. */
export type NetworkError = { readonly code: string; readonly retryAfterMs: number | null };

/** What is derived from entries; see `shared/fold/replica.ts`. */
export type FoldPort = {
  /** Whether the body of `item`, held or not, was erased by what was added so far. */
  isErased(item: Item): boolean;
  add(items: readonly Item[]): unknown;
  /** Items of sealed entries that this device opened, with what they hold as their body. */
  addOpened(items: readonly Item[]): unknown;
  /** Why an entry does not count, or null. */
  isVoid(item: Item): unknown;
  /** Devices and archives to which the key of a channel is to be given: of all its members, or of the owner. */
  recipientsIn(channel: ChannelId): readonly Recipient[];
  /** Whether a key may be written under that this entry gave out: it counts, and who made it may read there now. */
  mayGiveKeys(item: Item): boolean;
  /** What is known of persons' devices. */
  readonly persons: Pick<Persons, 'certificateOf' | 'devicesOf' | 'isLive' | 'revocationOf'>;
  /** Certificates that came with a batch, their signatures found good. */
  addCertificates(certificates: readonly Certificate[]): unknown;
  /** Rotations that came with a batch, their signatures found good. */
  addStatements(statements: readonly Statement[]): unknown;
  /** Where own entries can be shown to have come. */
  readonly delivery: { add(evidence: DeliveryEvidence): void };
};

/** Everything that a device needs from outside. */
export type DevicePorts = {
  readonly keys: KeyPort;
  readonly seals: SealEngine;
  readonly disk: DiskPort;
  readonly verifier: Verifier;
  readonly hash?: Sha256;
  nowMs(): number;
  random(count: number): Uint8Array;
  /** A fresh, empty derivation; asked again when a channel closed and what was derived from it must go. */
  createFolds(viewer: PersonId): FoldPort;
};

/** The memory of a device that has neither written nor met anyone. */
export const emptyMeta: Meta = {
  cursor: null,
  epoch: null,
  isComparing: false,
  lastContactMs: null,
  offsetMs: 0,
  clock: { ms: 0, counter: 0 },
  opened: [],
  contacts: [],
};
