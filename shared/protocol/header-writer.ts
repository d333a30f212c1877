import { idToBytes, type ChannelId, type DeviceId, type EntryId } from './ids.ts';
import { formatVersion } from './parameters.ts';

/** Writes H(n−1) ‖ header(n) into one buffer, ready to be hashed: the same bytes as `encodeHeader`, without its costs in bulk. */
export type HeaderWriter = {
  /** A view that the next call overwrites: 32 bytes of `previous`, then the header. */
  write(
    previous: Uint8Array,
    kind: number,
    number: number,
    clockMs: number,
    counter: number,
    after: readonly EntryId[],
    bodyLength: number,
    bodyHash: Uint8Array,
  ): Uint8Array;
};

/** A writer for the headers of one channel and device. */
export function createHeaderWriter(channel: ChannelId, device: DeviceId): HeaderWriter {
  const buffer = new Uint8Array(32 + 256);
  buffer.set([0x8a, formatVersion, 0x52], 32);
  buffer.set(idToBytes(channel), 35);
  buffer[53] = 0x50;
  buffer.set(idToBytes(device), 54);
  let at = 0;

  function writeUint(value: number): void {
    if (value < 24) buffer[at++] = value;
    else if (value < 0x100) {
      buffer[at++] = 0x18;
      buffer[at++] = value;
    } else if (value < 0x10000) {
      buffer[at++] = 0x19;
      buffer[at++] = value >> 8;
      buffer[at++] = value;
    } else if (value < 0x100000000) {
      buffer[at++] = 0x1a;
      writeWord(value);
    } else {
      buffer[at++] = 0x1b;
      writeWord(Math.floor(value / 0x100000000));
      writeWord(value);
    }
  }

  function writeWord(word: number): void {
    buffer[at++] = word >>> 24;
    buffer[at++] = word >>> 16;
    buffer[at++] = word >>> 8;
    buffer[at++] = word;
  }

  return {
    write(previous, kind, number, clockMs, counter, after, bodyLength, bodyHash) {
      buffer.set(previous, 0);
      at = 70;
      writeUint(kind);
      writeUint(number);
      writeUint(clockMs);
      writeUint(counter);
      buffer[at++] = 0x80 | after.length;
      for (const id of after) {
        buffer[at++] = 0x50;
        buffer.set(idToBytes(id), at);
        at += 16;
      }
      writeUint(bodyLength);
      buffer[at++] = 0x58;
      buffer[at++] = 32;
      buffer.set(bodyHash, at);
      return buffer.subarray(0, at + 32);
    },
  };
}
