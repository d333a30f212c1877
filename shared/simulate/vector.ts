/** One vector of `shared/protocol/vectors.json`: an input in hex (a log is a list of header and body), the verdict, and what a reader must get. */
export type Vector = {
  readonly type:
    | 'certificate'
    | 'rotation'
    | 'revocation'
    | 'invite'
    | 'log'
    | 'fork'
    | 'body'
    | 'erasure'
    | 'batch'
    | 'row'
    | 'text'
    | 'cursor'
    | 'request'
    | 'answer'
    | 'recovery'
    | 'restore'
    | 'escrow'
    | 'key'
    | 'sealed'
    | 'channel'
    | 'members'
    | 'join'
    | 'handover'
    | 'keys'
    | 'gone';
  readonly comment: string;
  readonly input: unknown;
  readonly verdict: 'valid' | 'void' | 'broken' | 'not now';
  readonly [more: string]: unknown;
};
