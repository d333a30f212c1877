import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { createHeadRows } from './log-heads.ts';
import { createLifeReader } from './life-rows.ts';
import { createLogRows, type LogRef } from './log-rows.ts';
import { createNames } from './names.ts';
import { openForReading } from './open-database.ts';
import { packRows } from './packed-rows.ts';
import { createSegmentReader } from './read-segments.ts';
import type { FromReader, LogName, ReadAnswer, ReadCall, ToReader } from './reader-messages.ts';

// A thread that reads. Calls of one message share one transaction, so they see one state of the store.

const port = parentPort as MessagePort;
const database = openForReading(workerData as string);
const channels = createNames(database, 'channel');
const devices = createNames(database, 'device');
const rows = createLogRows(database);
const heads = createHeadRows(database, rows);
const readSegments = createSegmentReader(database, channels);
const remembered = createLifeReader(database, channels, devices);

function findLog({ channel, device, lane }: LogName): LogRef | null {
  const [channelId, deviceId] = [channels.find(channel), devices.find(device)];
  return channelId === null || deviceId === null ? null : { channelId, deviceId, lane, channel, device };
}

function answer(call: ReadCall, transfer: ArrayBuffer[]): ReadAnswer {
  if (call.name === 'read') {
    const packed = packRows(readSegments(call.query), devices);
    transfer.push(packed.numbers.buffer, packed.bytes.buffer);
    return { name: 'read', packed };
  }
  if (call.name === 'life') return { name: 'segments', segments: remembered.life(call.shard, call.after, call.limit) };
  if (call.name === 'lent') return { name: 'segments', segments: remembered.lent(call.devices) };
  const log = findLog(call.log);
  if (call.name === 'heads') return { name: 'heads', heads: log === null ? [] : heads.read(log) };
  return { name: 'segments', segments: log === null ? [] : rows.covering(log, call.from, call.to) };
}

const answerAll = database.transaction((calls: ToReader, transfer: ArrayBuffer[]): FromReader =>
  calls.map(({ id, call }) => {
    try {
      return { id, answer: answer(call, transfer) };
    } catch (error) {
      return { id, answer: (error as Error).message };
    }
  }),
);

port.on('message', (calls: ToReader | 'close') => {
  if (calls === 'close') {
    database.close();
    port.close();
    return;
  }
  const transfer: ArrayBuffer[] = [];
  port.postMessage(answerAll(calls, transfer), transfer);
});
