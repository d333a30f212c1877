/**
 * A value of Tayori's deterministic CBOR, the core subset of RFC 8949 §4.2: integers from -(2^53-1) to 2^53-1, byte strings, well-formed
 * text, arrays, maps with unsigned integers or text as keys, true, false and null. There are no floats (positions are integers), tags,
 * indefinite lengths or undefined: each value has exactly one encoding, so bytes can be hashed and compared instead of values.
 */
export type CborValue = number | string | boolean | null | Uint8Array | readonly CborValue[] | CborMap;

/** A CBOR map. Keys are encoded in bytewise order whatever the order of insertion; keys 1 and '1' are different. */
export type CborMap = ReadonlyMap<number | string, CborValue>;

/** How deep arrays and maps may be nested: a value inside eight of them is accepted, a ninth array or map is not. */
export const maxCborDepth = 8;

/** Why bytes are not the deterministic CBOR of any value. */
export type CborRefusal =
  | 'truncated'
  | 'trailing'
  | 'not-shortest'
  | 'too-large'
  | 'too-deep'
  | 'indefinite'
  | 'reserved'
  | 'tag'
  | 'float'
  | 'simple'
  | 'bad-text'
  | 'key-type'
  | 'key-order'
  | 'key-twice';

/** A refusal of untrusted bytes. `at` is the offset of the item at fault, for logs. */
export type CborError = { readonly code: 'bad-cbor'; readonly detail: CborRefusal; readonly at: number };
