import { expect, it } from 'vitest';
import { bytesToHex } from '../protocol/bytes.ts';
import { toLogKey, type ChannelId } from '../protocol/ids.ts';
import { createSeeded, type Seeded } from '../protocol/seeded.ts';
import { decodeAnswer, decodeRequest, encodeAnswer, encodeRequest, plainAnswer, plainRequest } from './messages.ts';

const idOf = (seeded: Seeded) => bytesToHex(seeded.bytes(16));
const channelOf = (seeded: Seeded): ChannelId => bytesToHex(seeded.bytes(18));
const logOf = (seeded: Seeded) => toLogKey(channelOf(seeded), idOf(seeded), seeded.int(4) as 0);
const some = <T>(seeded: Seeded, make: () => T) => Array.from({ length: seeded.int(4) }, make);

it('what says nothing is one byte', () => {
  expect([encodeRequest(plainRequest), encodeAnswer(plainAnswer)].map(bytesToHex)).toEqual(['a0', 'a0']);
});

it('requests and answers are read as they were written, for 300 seeds', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const seeded = createSeeded(seed);
    const request = {
      cursor: seeded.chance(0.5) ? seeded.bytes(20) : null,
      batch: seeded.chance(0.5) ? seeded.bytes(seeded.int(300)) : null,
      budget: seeded.int(5_000_000),
      lanes: seeded.int(16),
      cards: some(seeded, () => idOf(seeded)),
      heads: some(seeded, () => ({ log: logOf(seeded), number: seeded.int(1000), hash8: bytesToHex(seeded.bytes(8)) })),
      bodies: some(seeded, () => ({ log: logOf(seeded), number: seeded.int(99), hash8: bytesToHex(seeded.bytes(8)) })),
    };
    expect(decodeRequest(encodeRequest(request)), `seed ${seed}`).toEqual({ ok: true, value: request });
    const answer = {
      ...plainAnswer,
      cursor: seeded.chance(0.5) ? seeded.bytes(20) : null,
      refused: some(seeded, () => ({ run: seeded.int(9), storedTo: seeded.int(99), code: 'gap' })),
      epoch: seeded.chance(0.5) ? bytesToHex(seeded.bytes(8)) : null,
      opened: some(seeded, () => channelOf(seeded)),
      closed: some(seeded, () => channelOf(seeded)),
      more: seeded.chance(0.5),
      waitSeconds: seeded.int(600),
      timeMs: seeded.chance(0.5) ? seeded.int(2 ** 45) : null,
      contacts: some(seeded, () => ({ person: idOf(seeded), hoursAgo: seeded.int(100) })),
      wanted: some(seeded, () => ({ log: logOf(seeded), after: seeded.int(99) })),
      reached: some(seeded, () => ({
        channel: channelOf(seeded),
        lane: seeded.int(4) as 0,
        number: seeded.int(1000),
        hash8: bytesToHex(seeded.bytes(8)),
        persons: [idOf(seeded), ...some(seeded, () => idOf(seeded))],
      })),
    };
    expect(decodeAnswer(encodeAnswer(answer)), `seed ${seed}`).toEqual({ ok: true, value: answer });
  }
});

it('keys of a later version are passed over', () => {
  const later = Uint8Array.of(0xa2, 0x03, 0x01, 0x18, 0x63, 0xf5);
  expect(decodeRequest(later)).toEqual({ ok: true, value: { ...plainRequest, lanes: 1 } });
});

it('any bytes are a message or a refusal, never a throw, for 5,000 seeds', () => {
  let refused = 0;
  for (let seed = 1; seed <= 5_000; seed++) {
    const seeded = createSeeded(seed);
    const bytes = encodeRequest({ ...plainRequest, cursor: seeded.bytes(12), cards: [idOf(seeded)], budget: 9 });
    for (let i = 1 + seeded.int(3); i > 0; i--) bytes[seeded.int(bytes.length)] = seeded.int(256);
    if (!decodeRequest(bytes).ok) refused++;
    decodeAnswer(bytes);
  }
  expect(refused).toBeGreaterThan(500);
});
