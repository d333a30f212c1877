import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { createPerson, type Device } from '../../shared/device/device.ts';
import { openPair, sendMessage } from '../../shared/device/talk.ts';
import { emptyMeta, type DevicePorts } from '../../shared/device/ports.ts';
import { createReplica, type Replica } from '../../shared/fold/replica.ts';
import { attachTalk, type Talk } from '../../shared/fold/talk.ts';
import { encodeBody } from '../../shared/kinds/body.ts';
import { giveKey, maxRecipients } from '../../shared/log/seal-key.ts';
import { openBody, sealBody, type HeaderStart } from '../../shared/log/sealed.ts';
import { appendEntry, emptyHead } from '../../shared/log/append.ts';
import { pairChannel } from '../../shared/protocol/ids.ts';
import { ok } from '../../shared/protocol/result.ts';
import { createNobleSealEngine } from '../../shared/protocol/seal-noble.ts';
import { nodeKeys } from '../cli/device-ports.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';

const persons = 100;
const devicesEach = 3;
const messageCount = 10_000;
const newest = 50;
const sealedCount = 400;
const text = '町野の公民館に毛布が届いています。夕方までに取りに来てください。';

/** What sealed conversations cost: the key of a large group in bytes, a message to seal and to open, and a long conversation to open. */
export async function benchTalk(report: Report): Promise<void> {
  const random = (count: number) => new Uint8Array(randomBytes(count));
  const engine = createNobleSealEngine(random);
  const channel = pairChannel('11'.repeat(16), '22'.repeat(16));
  const { publicKey } = await engine.makeKey();
  const bytesFor = async (count: number) => {
    let bytes = 0;
    for (let at = 0; at < count; at += maxRecipients) {
      const recipients = Array.from({ length: Math.min(maxRecipients, count - at) }, () => ({
        id: Buffer.from(random(16)).toString('hex'),
        publicKey,
      }));
      const given = await giveKey(engine, channel, random(32), recipients);
      bytes += encodeBody('conv.key', { salt: random(8), recipients: given, part: '00'.repeat(16) }).length;
    }
    return bytes;
  };
  const ofDevices = await bytesFor(persons * devicesEach);
  report({
    name: `a key for ${persons} persons with ${devicesEach} devices each`,
    value: ofDevices / 1024,
    unit: `KB (with their ${persons} archives ${((await bytesFor(persons * (devicesEach + 1))) / 1024).toFixed(1)} KB)`,
    bound: 'max',
    limit: 30,
    yardstick: '32 bytes of key, and 64 that its recipient needs to open it',
  });
  await benchSealing(report, channel, random);
  await benchLong(report);
}

async function benchSealing(report: Report, channel: string, random: (count: number) => Uint8Array): Promise<void> {
  const engine = createNobleSealEngine(random);
  const key = { id: '00'.repeat(16), key: random(32) };
  const header: HeaderStart = {
    channel,
    device: '33'.repeat(16),
    kind: 0x7f,
    number: 1,
    clockMs: 1_700_000_000_000,
    counter: 0,
    after: [],
  };
  const inner = encodeBody('message', { text });
  const seals: number[] = [];
  const opens: number[] = [];
  for (let i = 0; i < sealedCount; i++) {
    const from = performance.now();
    const nonce = random(12);
    const body = await sealBody(engine, key, nonce, header, 'message', inner);
    seals.push(performance.now() - from);
    const draft = { channel, kind: 0x7f, body, after: [] };
    const head = emptyHead(channel, header.device, 1);
    const entry = appendEntry(header.device, head, draft, { ms: header.clockMs, counter: 0 });
    const ciphertext = body.subarray(body.length - 144);
    const opening = performance.now();
    const opened = await openBody(engine, key.key, entry, { kind: 'sealed.direct', key: key.id, nonce, ciphertext });
    opens.push(performance.now() - opening);
    if (opened?.kind !== 'message') throw new Error('what was sealed does not open');
  }
  const yardstick = 'in plain JavaScript; browsers have their own';
  report({ name: 'sealing a message', value: median(seals), unit: 'ms', bound: 'max', limit: 1, yardstick });
  report({ name: 'opening a message', value: median(opens), unit: 'ms', bound: 'max', limit: 1, yardstick });
}

async function benchLong(report: Report): Promise<void> {
  let replica: Replica = createReplica(null);
  let talk: Talk | undefined;
  const saved = { identity: null, own: [], chunks: [], theirs: [], meta: emptyMeta };
  let now = 1_700_000_000_000;
  const random = (count: number) => new Uint8Array(randomBytes(count));
  const ports: DevicePorts = {
    keys: nodeKeys,
    seals: createNobleSealEngine(random),
    disk: {
      load: async () => saved,
      readChunk: async (key) => Promise.reject(new Error(`nothing was received: ${key}`)),
      commit: async () => ok(null),
    },
    verifier: { checkPublicKey: () => true, verifySignature: () => true },
    nowMs: () => ++now,
    random,
    createFolds(viewer) {
      replica = createReplica(viewer);
      talk = attachTalk(replica);
      return replica;
    },
  };
  const made = await createPerson(ports, { name: '宮田 由佳' });
  if (!made.ok || !talk) throw new Error('no person');
  const device: Device = made.value;
  const desk = (command: string) => ({ device, replica, ...(talk as Talk), command });
  const channel = await openPair(desk('begin'), '22'.repeat(16));
  if (!channel.ok) throw new Error(channel.error.code);
  // All at once: what is measured is the folding, and each writing folds what was there.
  for (let i = 0; i < messageCount; i++) {
    const written = await device.writeSealed('message', channel.value, { text: `${text}${i}` });
    if (!written.ok) throw new Error(written.error.code);
  }
  const from = performance.now();
  const thread = (talk as Talk).messages.threadOf(channel.value);
  const shown = thread.slice(-newest).map(({ body }) => body?.text);
  const took = performance.now() - from;
  if (thread.length !== messageCount || shown.some((one) => one === undefined)) throw new Error('messages are missing');
  const yardstick = 'no more than a tap may take';
  report({
    name: `${messageCount.toLocaleString('en')} messages: from a tap to the newest ${newest}`,
    value: took,
    unit: 'ms in the worker',
    bound: 'max',
    limit: 300,
    yardstick,
  });
  const sending = performance.now();
  await sendMessage(desk('more'), channel.value, { text });
  (talk as Talk).messages.threadOf(channel.value);
  report({
    name: 'one message more, until it stands in the list',
    value: performance.now() - sending,
    unit: 'ms in the worker',
    bound: 'max',
    limit: 300,
    yardstick,
  });
}
