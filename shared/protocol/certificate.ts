import { bytesToHex, concatBytes, encodeUtf8 } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import type { CborValue } from './cbor.ts';
import { deriveDeviceId, derivePersonId, idToBytes, type ChannelId, type DeviceId, type PersonId } from './ids.ts';
import { clockLimitMs, domain, formatVersion, numberLimit, type Lane } from './parameters.ts';
import { err, ok, type Result } from './result.ts';

/** What kind of device a certificate is for; the numbers are those on the wire. */
export const deviceClass = { phone: 1, browser: 2, lite: 3, kiosk: 4, desk: 5, clerk: 6, importer: 7, hub: 8 } as const;

/** Name of a device class. */
export type DeviceClassName = keyof typeof deviceClass;

const classByNumber = new Map<number, DeviceClassName>(
  Object.entries(deviceClass).map(([name, number]) => [number, name as DeviceClassName]),
);

/** What a device may write; null where there is no limit of that sort. */
export type Scope = {
  readonly lanes: readonly Lane[] | null;
  readonly kinds: readonly number[] | null;
  readonly channels: readonly ChannelId[] | null;
};

/** What the root of a person says of one device. */
export type Certificate = {
  readonly person: PersonId;
  readonly device: DeviceId;
  /** The root key that is in the person id. */
  readonly firstRoot: Uint8Array;
  /** SHA-256 of the recovery public key. */
  readonly recoveryHash: Uint8Array;
  /** Which root signed: 0 the first, n the one that rotation n named. */
  readonly sequence: number;
  /** The key that signed: the first root, or the new root of that rotation. Whether it may is for the fold of persons to say. */
  readonly root: Uint8Array;
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly class: DeviceClassName;
  readonly scope: Scope | null;
  /** Greatest number of entries over all logs of the device, or null. */
  readonly maxEntries: number | null;
  /** Advice only, since clocks prove nothing. */
  readonly notBeforeMs: number | null;
  readonly notAfterMs: number | null;
  /** A later certificate of the same device has a higher serial. */
  readonly serial: number;
  /** The bytes that the signature covers (behind the domain tag). */
  readonly bytes: Uint8Array;
  /** By the root with that sequence, 64 bytes; unchecked until asked (shared/log/statements.ts). */
  readonly signature: Uint8Array;
};

/** Why bytes are no certificate. */
export type CertificateError = { readonly code: 'bad-certificate'; readonly detail: string };

/** What a certificate is made from; the ids follow from the keys. */
export type CertificateFields = Omit<Certificate, 'person' | 'device' | 'bytes' | 'signature'>;

const certificateDomain = encodeUtf8(domain.certificate);

/**
 * The bytes of a certificate before it is signed: CBOR array of version, first root, recovery hash, sequence, root (null for the first), signing key, sealing
 * key, class, scope, greatest number of entries, not before, not after, serial.
 */
export function encodeCertificateFields(fields: CertificateFields): Uint8Array<ArrayBuffer> {
  const scope = fields.scope && [
    fields.scope.lanes && fields.scope.lanes.reduce<number>((mask, lane) => mask | (1 << lane), 0),
    fields.scope.kinds && [...fields.scope.kinds],
    fields.scope.channels && fields.scope.channels.map(idToBytes),
  ];
  return encodeCbor([
    formatVersion,
    fields.firstRoot,
    fields.recoveryHash,
    fields.sequence,
    fields.sequence === 0 ? null : fields.root,
    fields.signingKey,
    fields.sealingKey,
    deviceClass[fields.class],
    scope,
    fields.maxEntries,
    fields.notBeforeMs,
    fields.notAfterMs,
    fields.serial,
  ]);
}

/** The fields of a certificate by a first root that says the same as `like` of another device. */
export function encodeSimilarCertificate(
  like: Certificate,
  firstRoot: Uint8Array,
  recoveryHash: Uint8Array,
  signingKey: Uint8Array,
  sealingKey: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return encodeCertificateFields({
    ...like,
    sequence: 0,
    firstRoot,
    root: firstRoot,
    recoveryHash,
    signingKey,
    sealingKey,
  });
}

/** What the root signs: "tayori/1 certificate" ‖ the bytes of the fields. */
export function certificateSignedBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(certificateDomain, bytes);
}

/** The fields with their signature behind, as an entry's body and a batch carry them. */
export function encodeCertificate(certificate: Pick<Certificate, 'bytes' | 'signature'>): Uint8Array<ArrayBuffer> {
  return concatBytes(certificate.bytes, certificate.signature);
}

/** The certificate in `bytes` (fields ‖ 64 bytes of signature), its ids derived. The signature is not checked here. */
export function decodeCertificate(bytes: Uint8Array): Result<Certificate, CertificateError> {
  if (bytes.length < 64) return bad('too short');
  const fields = bytes.subarray(0, bytes.length - 64);
  const value = decodeCbor(fields);
  if (!value.ok) return bad(value.error.detail);
  if (!Array.isArray(value.value) || value.value.length < 13) return bad('not an array of thirteen');
  const [version, firstRoot, recoveryHash, sequence, root, signingKey, sealingKey, ...rest] = value.value;
  const [classNumber, scope, most, from, to, serial] = rest;
  if (version !== formatVersion) return bad('unknown version');
  if (!isKey(firstRoot) || !isKey(recoveryHash) || !isKey(signingKey) || !isKey(sealingKey)) return bad('key');
  if (!isCount(sequence) || !isCount(serial)) return bad('sequence or serial');
  if (sequence === 0 ? root !== null : !isKey(root)) return bad('root');
  const className = typeof classNumber === 'number' ? classByNumber.get(classNumber) : undefined;
  if (className === undefined) return bad('class');
  if (!(most === null || isCount(most))) return bad('greatest number of entries');
  if (!isTime(from) || !isTime(to)) return bad('time');
  const limits = decodeScope(scope ?? null);
  if (limits === 'bad') return bad('scope');
  const person = derivePersonId(firstRoot, recoveryHash);
  return ok({
    person,
    device: deriveDeviceId(person, signingKey, sealingKey),
    firstRoot,
    recoveryHash,
    sequence,
    root: root instanceof Uint8Array ? root : firstRoot,
    signingKey,
    sealingKey,
    class: className,
    scope: limits,
    maxEntries: most,
    notBeforeMs: from,
    notAfterMs: to,
    serial,
    bytes: fields,
    signature: bytes.subarray(bytes.length - 64),
  });
}

/** Whether `scope` lets a device write an entry of `kind` into `channel`. */
export function isInScope(scope: Scope | null, channel: ChannelId, kind: number): boolean {
  if (scope === null) return true;
  if (scope.lanes && !scope.lanes.includes((kind >> 6) as Lane)) return false;
  if (scope.kinds && !scope.kinds.includes(kind)) return false;
  return scope.channels === null || scope.channels.includes(channel);
}

function decodeScope(value: CborValue): Scope | null | 'bad' {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length < 3) return 'bad';
  const [mask, kinds, channels] = value;
  if (!(mask === null || (typeof mask === 'number' && mask >= 0 && mask < 16))) return 'bad';
  if (!(
    kinds === null ||
    (Array.isArray(kinds) && kinds.every((kind) => typeof kind === 'number' && kind >= 0 && kind < 256))
  ))
    return 'bad';
  if (!(
    channels === null ||
    (Array.isArray(channels) && channels.every((id) => id instanceof Uint8Array && id.length === 18))
  ))
    return 'bad';
  return {
    lanes: mask === null ? null : ([0, 1, 2, 3] as const).filter((lane) => ((mask as number) >> lane) & 1),
    kinds: kinds as number[] | null,
    channels: (channels as Uint8Array[] | null)?.map(bytesToHex) ?? null,
  };
}

function isKey(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 32;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < numberLimit;
}

function isTime(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && value >= 0 && value < clockLimitMs);
}

function bad(detail: string): Result<never, CertificateError> {
  return err({ code: 'bad-certificate', detail });
}
