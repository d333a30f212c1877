/** What the page asks of the worker about recovery words, one command with many questions: its code is fetched when it is first needed. */
export type RecoveryAsk =
  /** The seed as far as it is here, and when it was confirmed. */
  | { readonly do: 'look' }
  /** The person has the words: the seed leaves this device. */
  | { readonly do: 'confirm' }
  /** Makes this device, on which nobody is yet, that of whoever has the seed. Needs a line. */
  | { readonly do: 'restore'; readonly seed: Uint8Array }
  /** The same by a file that was taken out, with a line or without one. */
  | { readonly do: 'restoreFromFile'; readonly seed: Uint8Array; readonly text: string }
  /** The same by the escrow of a person id or handle. */
  | { readonly do: 'restoreByPassphrase'; readonly name: string; readonly passphrase: string }
  /** Whether the server keeps an escrow of mine. */
  | { readonly do: 'lookEscrow' }
  | { readonly do: 'keepEscrow'; readonly passphrase: string }
  | { readonly do: 'dropEscrow' }
  /** When somebody last moved to another phone with their words. */
  | { readonly do: 'whenMoved'; readonly personId: string };

/** What the worker answers. */
export type RecoveryTold =
  | {
      readonly is: 'words';
      readonly seed: Uint8Array | null;
      readonly atMs?: number | undefined;
      readonly isRestored: boolean;
      /** Logs that found no room when this device was restored. */
      readonly leftOut: number;
    }
  | { readonly is: 'done' }
  /** `leftOut`: logs for which there was no room. */
  | { readonly is: 'restored'; readonly leftOut: number }
  | { readonly is: 'escrow'; readonly isKept: boolean }
  | { readonly is: 'moved'; readonly atMs: number | undefined }
  | { readonly is: 'trouble'; readonly why: RecoveryTrouble };

/** Why something of it was not done; nothing is lost by any of them. */
export type RecoveryTrouble =
  | 'unreachable'
  /** No person has these words, or nobody of that name keeps an escrow. */
  | 'nobody'
  /** The person left for good. */
  | 'ended'
  /** Asked too often. */
  | 'busy'
  /** Nothing in the file is by whoever has these words. */
  | 'otherFile'
  /** What was chosen is no file of Tayori. */
  | 'noFile'
  /** Another passphrase. */
  | 'wrong'
  /** A person is on this device already. */
  | 'occupied'
  /** The server answered what cannot be. */
  | 'odd';
