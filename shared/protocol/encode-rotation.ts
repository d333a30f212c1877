import { encodeCbor } from './cbor-encode.ts';
import { encodeCuts } from './cut.ts';
import { idToBytes } from './ids.ts';
import { formatVersion } from './parameters.ts';
import type { Rotation } from './rotation.ts';

/** The bytes of a rotation before it is signed: CBOR array of version, recovery key, first root, sequence, new root, [[device, cuts] …]. */
export function encodeRotationFields(
  fields: Pick<Rotation, 'recoveryKey' | 'firstRoot' | 'sequence' | 'newRoot' | 'cutsByDevice'>,
): Uint8Array<ArrayBuffer> {
  const devices = [...fields.cutsByDevice].sort(([a], [b]) => (a < b ? -1 : 1));
  return encodeCbor([
    formatVersion,
    fields.recoveryKey,
    fields.firstRoot,
    fields.sequence,
    fields.newRoot,
    devices.map(([device, cuts]) => [idToBytes(device), encodeCuts(cuts)]),
  ]);
}
