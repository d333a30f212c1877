import { expect, it } from 'vitest';
import { encodeRotationFields } from '../protocol/encode-rotation.ts';
import { cutName } from '../protocol/cut.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import type { RestoreHead } from '../sync/restore.ts';
import { mostRotations, planRotations } from './plan-rotations.ts';

const seeded = createSeeded(31);
const id = () => bytesToHex(seeded.bytes(16));
const me = id();

function headsOf(count: number, device: () => string): RestoreHead[] {
  const head = (channel: string) => ({
    channel,
    device: device(),
    lane: 0 as const,
    number: 4_000_000_000,
    hash: seeded.bytes(32),
  });
  return Array.from({ length: count }, (_, i) => head(toChannelId(i % 2 ? 'inbox' : 'feed', id())));
}

const namesIn = (parts: ReturnType<typeof planRotations>['parts']) =>
  parts.flatMap((part) => [...part.values()].flatMap((cuts) => cuts.map(({ name }) => name)));

it.each([0, 1, 150, 400, 1100])(
  'names %i logs of one device, each once, in entries that have room for them',
  (count) => {
    const one = id();
    const { parts, leftOut } = planRotations(
      headsOf(count, () => one),
      me,
    );
    expect(leftOut).toBe(0);
    expect(new Set(namesIn(parts)).size).toBe(count);
    expect(namesIn(parts)).toHaveLength(count);
  },
);

it('fits into the body of an entry however many devices there were', () => {
  for (const device of [id, () => me]) {
    const { parts } = planRotations(headsOf(900, device), me);
    for (const cutsByDevice of parts) {
      const key = seeded.bytes(32);
      const fields = { recoveryKey: key, firstRoot: key, sequence: 4_000_000_000, newRoot: key, cutsByDevice };
      expect(encodeRotationFields(fields).length + 64).toBeLessThanOrEqual(8_000);
    }
  }
});

it('counts what finds no room, and leaves out last what stands in the places of others', () => {
  const device = id();
  const own: RestoreHead = {
    channel: toChannelId('feed', me),
    device,
    lane: 2,
    number: 7,
    hash: seeded.bytes(32),
  };
  const heads = [...headsOf(3_000, () => device), own];
  const { parts, leftOut } = planRotations(heads, me);
  expect(parts).toHaveLength(mostRotations);
  const names = namesIn(parts);
  expect(leftOut).toBe(heads.length - names.length);
  expect(names[0] === cutName(own.channel, device, 2)).toBe(true);
  const inboxes = heads.filter((_, i) => i % 2 === 1 && i < 3_000).map((head) => cutName(head.channel, device, 0));
  expect(inboxes.filter((name) => names.includes(name)).length).toBe(names.length - 1);
});

it('of a forked log names the longer branch, and of two as long that with the lower hash', () => {
  const [device, channel] = [id(), toChannelId('feed', me)];
  const branch = (number: number, byte: number) => ({
    channel,
    device,
    lane: 2 as const,
    number,
    hash: new Uint8Array(32).fill(byte),
  });
  for (const heads of [
    [branch(5, 1), branch(9, 8), branch(9, 3)],
    [branch(9, 3), branch(9, 8), branch(5, 1)],
  ]) {
    const [cut] = planRotations(heads, me).parts[0]?.get(device) ?? [];
    expect(cut).toMatchObject({ number: 9, hash: new Uint8Array(32).fill(3) });
  }
});
