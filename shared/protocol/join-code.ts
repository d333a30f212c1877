import { base64urlToBytes, bytesToBase64url } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import { deviceClass, type DeviceClassName } from './certificate.ts';
import { formatVersion } from './parameters.ts';

/** What a new device shows to be taken for a further device of a person: its public keys, what it is, and where it waits for the answer. */
export type JoinCode = {
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly class: Extract<DeviceClassName, 'phone' | 'browser'>;
  /** What it calls itself, at most 40 characters; nobody vouches for it. */
  readonly name: string;
  /** 16 random bytes: under this id the answer is left at the server. */
  readonly handover: Uint8Array;
};

/** Greatest number of characters of a name of a device. */
export const maxDeviceName = 40;

const prefix = 'tayori-join:';

/**
 * "tayori-join:" and base64url of a CBOR array of version, signing key, sealing key, class, name, handover id. No address, so that a tap on it does nothing:
 * who is sent one has to go to their devices and put it in there. Holds no secret.
 */
export function encodeJoinCode({ signingKey, sealingKey, class: className, name, handover }: JoinCode): string {
  return (
    prefix +
    bytesToBase64url(encodeCbor([formatVersion, signingKey, sealingKey, deviceClass[className], name, handover]))
  );
}

/** The code somewhere in `text`, or null when there is none, it is cut off, of a later version, or of a class that is not added this way. */
export function decodeJoinCode(text: string): JoinCode | null {
  const found = /tayori-join:([\w-]+)/.exec(text)?.[1];
  const bytes = found === undefined ? null : base64urlToBytes(found);
  const value = bytes?.ok ? decodeCbor(bytes.value) : null;
  if (!value?.ok || !Array.isArray(value.value)) return null;
  const [version, signingKey, sealingKey, classNumber, name, handover] = value.value;
  if (version !== formatVersion || !isBytes(signingKey, 32) || !isBytes(sealingKey, 32)) return null;
  if (!isBytes(handover, 16) || typeof name !== 'string' || [...name].length > maxDeviceName) return null;
  if (classNumber !== deviceClass.phone && classNumber !== deviceClass.browser) return null;
  return { signingKey, sealingKey, class: classNumber === deviceClass.phone ? 'phone' : 'browser', name, handover };
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}
