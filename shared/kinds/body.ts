import { decodeCbor } from '../protocol/cbor-decode.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { typeOfChannel, type ChannelId, type ChannelTypeName } from '../protocol/ids.ts';
import { maxBodyBytes, laneOfKind } from '../protocol/parameters.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { kindName, kinds, type Body, type BodyOf, type KindName } from './kinds.ts';
import { readFields, writeFields } from './schema.ts';

/** Why a body is void: stored and relayed, but no fold sees it. */
export type BodyError = { readonly code: 'bad-body'; readonly detail: string };

/** The bytes of a body. Throws when a required field is missing; what the reader would refuse is found by `decodeBody`. */
export function encodeBody<Name extends KindName>(kind: Name, fields: BodyOf<Name>): Uint8Array<ArrayBuffer> {
  return encodeCbor(writeFields(kinds[kind].fields, fields as Readonly<Record<string, unknown>>));
}

/**
 * The body of an entry of `kindNumber` in `channel`: its fields by name; null for a kind that this version does not know, which is kept
 * and relayed untouched. Fields with numbers that this version does not know are passed over.
 */
export function decodeBody(kindNumber: number, channel: ChannelId, bytes: Uint8Array): Result<Body | null, BodyError> {
  return decodeIn('channels', kindNumber, channel, bytes);
}

/** As `decodeBody`, for what stood inside a sealed entry: other kinds may stand there than in clear. */
export function decodeSealedBody(
  kindNumber: number,
  channel: ChannelId,
  bytes: Uint8Array,
): Result<Body | null, BodyError> {
  return decodeIn('sealedIn', kindNumber, channel, bytes);
}

function decodeIn(
  place: 'channels' | 'sealedIn',
  kindNumber: number,
  channel: ChannelId,
  bytes: Uint8Array,
): Result<Body | null, BodyError> {
  const kind = kindName(kindNumber);
  if (kind === null) return ok(null);
  if (bytes.length > (maxBodyBytes[laneOfKind(kindNumber)] as number)) return bad('too long');
  const type = typeOfChannel(channel);
  const definition: { channels: readonly ChannelTypeName[]; sealedIn?: readonly ChannelTypeName[] } = kinds[kind];
  if (type !== null && !definition[place]?.includes(type)) return bad('kind in a wrong channel');
  const value = decodeCbor(bytes);
  if (!value.ok) return bad(value.error.detail);
  if (!(value.value instanceof Map)) return bad('not a map');
  const fields = readFields(kinds[kind].fields, value.value);
  return typeof fields === 'string' ? bad(fields) : ok({ kind, ...fields } as unknown as Body);
}

function bad(detail: string): Result<never, BodyError> {
  return err({ code: 'bad-body', detail });
}
