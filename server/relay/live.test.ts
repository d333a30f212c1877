import { expect, test } from 'vitest';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { createLive } from './live.ts';

const [person, phone, tablet] = ['0a', '0b', '0c'].map((byte) => byte.repeat(16)) as [string, string, string];
const feed = toChannelId('feed', person);

function openLines() {
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const live = createLive((run) => waiting.push(run));
  for (const device of [phone, tablet]) {
    live.open({ person, device, channels: () => [feed], tell: () => told.push(device) });
  }
  return { live, told, rest: () => waiting.splice(0).forEach((run) => run()) };
}

test('the device that wrote is not told of it, the person’s other one is', () => {
  const { live, told } = openLines();
  live.changed([feed], phone);
  expect(told).toEqual([tablet]);
});

test('news that comes while a line rests is told once afterwards', () => {
  const { live, told, rest } = openLines();
  for (let i = 0; i < 5; i++) live.changed([feed], phone);
  expect(told).toEqual([tablet]);
  rest();
  expect(told).toEqual([tablet, tablet]);
  rest();
  expect(told).toHaveLength(2);
});
