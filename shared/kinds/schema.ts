import { bytesToHex } from '../protocol/bytes.ts';
import type { CborMap, CborValue } from '../protocol/cbor.ts';
import { idToBytes } from '../protocol/ids.ts';

/** Turns a value of a body into CBOR and back. `decode` gives undefined for what is not allowed. */
export type Field<T> = {
  encode(value: T): CborValue;
  decode(value: CborValue): T | undefined;
};

/** A field with its number in the body's map. */
export type Numbered<T, Required extends boolean> = Field<T> & { readonly key: number; readonly required: Required };

/** The fields of one kind by name. */
export type Schema = Readonly<Record<string, Numbered<unknown, boolean>>>;

/** What a body of `S` holds: every required field, and the optional ones that are there. */
export type Shape<S extends Schema> = {
  readonly [Name in keyof S as S[Name] extends Numbered<unknown, true> ? Name : never]: ValueOf<S[Name]>;
} & {
  readonly [Name in keyof S as S[Name] extends Numbered<unknown, true> ? never : Name]?: ValueOf<S[Name]>;
};

type ValueOf<F> = F extends Field<infer T> ? T : never;

/** A field that must be there. */
export function required<T>(key: number, field: Field<T>): Numbered<T, true> {
  return { ...field, key, required: true };
}

/** A field that may be missing. */
export function optional<T>(key: number, field: Field<T>): Numbered<T, false> {
  return { ...field, key, required: false };
}

/** The CBOR map of `value`. Throws when a required field is missing: checked input comes from `readFields`. */
export function writeFields(schema: Schema, value: Readonly<Record<string, unknown>>): CborMap {
  const map = new Map<number | string, CborValue>();
  for (const [name, field] of Object.entries(schema)) {
    const part = value[name];
    if (part !== undefined) map.set(field.key, field.encode(part));
    else if (field.required) throw new TypeError(`the field ${name} is missing`);
  }
  return map;
}

/** The fields in a decoded map, or the name of the first that is missing or not allowed. Numbers that this version does not know are left out. */
export function readFields(schema: Schema, map: CborMap): Record<string, unknown> | string {
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema)) {
    const part = map.get(field.key);
    if (part === undefined) {
      if (field.required) return name;
      continue;
    }
    const decoded = field.decode(part);
    if (decoded === undefined) return name;
    value[name] = decoded;
  }
  return value;
}

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): Field<number> {
  return {
    encode: (value) => value,
    decode: (value) => (typeof value === 'number' && value >= least && value <= most ? value : undefined),
  };
}

/** One of the numbers of `table`, as its name. */
export function oneOf<Name extends string>(table: Readonly<Record<Name, number>>): Field<Name> {
  const names = new Map(Object.entries(table).map(([name, number]) => [number, name as Name]));
  return {
    encode: (name) => table[name],
    decode: (value) => (typeof value === 'number' ? names.get(value) : undefined),
  };
}

/** True only: the field is there or it is not. */
export const flag: Field<true> = { encode: () => true, decode: (value) => (value === true ? true : undefined) };

/** Text of at most `most` Unicode code points, not empty. */
export function text(most: number): Field<string> {
  return {
    encode: (value) => value,
    decode: (value) =>
      typeof value === 'string' && value !== '' && countCodePoints(value) <= most ? value : undefined,
  };
}

/** Text of at most `most` bytes of UTF-8, not empty. */
export function textOfBytes(most: number): Field<string> {
  return {
    encode: (value) => value,
    decode: (value) => (typeof value === 'string' && value !== '' && countUtf8Bytes(value) <= most ? value : undefined),
  };
}

/** Exactly `length` bytes. */
export function bytes(length: number): Field<Uint8Array> {
  return {
    encode: (value) => value,
    decode: (value) => (value instanceof Uint8Array && value.length === length ? value : undefined),
  };
}

/** From 1 to `most` bytes. */
export function bytesUpTo(most: number): Field<Uint8Array> {
  return {
    encode: (value) => value,
    decode: (value) => (value instanceof Uint8Array && value.length > 0 && value.length <= most ? value : undefined),
  };
}

/** `length` bytes that are an id, as hex in memory. */
export function id(length = 16): Field<string> {
  return {
    encode: idToBytes,
    decode: (value) => (value instanceof Uint8Array && value.length === length ? bytesToHex(value) : undefined),
  };
}

/** At most `most` values of `field`, in order. */
export function list<T>(field: Field<T>, most: number): Field<readonly T[]> {
  return {
    encode: (values) => values.map((value) => field.encode(value)),
    decode(value) {
      if (!Array.isArray(value) || value.length > most) return undefined;
      const items: T[] = [];
      for (const item of value) {
        const decoded = field.decode(item);
        if (decoded === undefined) return undefined;
        items.push(decoded);
      }
      return items;
    },
  };
}

/** A map with fields of its own. */
export function record<S extends Schema>(schema: S): Field<Shape<S>> {
  return {
    encode: (value) => writeFields(schema, value as Readonly<Record<string, unknown>>),
    decode(value) {
      if (!(value instanceof Map)) return undefined;
      const fields = readFields(schema, value);
      return typeof fields === 'string' ? undefined : (fields as Shape<S>);
    },
  };
}

/** Any value that deterministic CBOR can hold. */
export const anything: Field<CborValue> = { encode: (value) => value, decode: (value) => value };

/** Unicode code points of well-formed text. */
export function countCodePoints(value: string): number {
  let count = 0;
  for (let i = 0; i < value.length; i++) if ((value.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
}

/** Bytes of well-formed text in UTF-8. */
export function countUtf8Bytes(value: string): number {
  let count = 0;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    count += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return count;
}
