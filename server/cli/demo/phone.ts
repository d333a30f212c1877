import { createNobleSealEngine, sealingFromBytes } from '../../../shared/protocol/seal-noble.ts';
import { randomBytes } from 'node:crypto';
import { createConversation, type Conversation } from '../../../shared/device/converse.ts';
import { createPerson, openDevice, type Device } from '../../../shared/device/device.ts';
import { packOutbox, settleRows } from '../../../shared/device/outbox.ts';
import type { DevicePorts, DiskPort, FoldPort, NetworkPort } from '../../../shared/device/ports.ts';
import { createReplica, type Replica } from '../../../shared/fold/replica.ts';
import { createSeeded } from '../../../shared/protocol/seeded.ts';
import { createVerifier, type Verifier } from '../../../shared/protocol/sign.ts';
import { decodeAnswer, encodeRequest, plainRequest } from '../../../shared/sync/messages.ts';
import type { Townsperson } from '../../../shared/demo/people.ts';
import { createNodeSigner } from '../../relay/engine-node.ts';
import { loadEngine } from '../../relay/load-engine.ts';
import { sha256Node } from '../../store/sha256-node.ts';
import { createHttpNetwork } from '../http-network.ts';
import { listenForNews } from './news.ts';

/** The phone of a townsperson. */
export type Phone = {
  readonly owner: Townsperson;
  readonly device: Device;
  /** The way to the server; a phone that only sends does not need more. */
  readonly network: NetworkPort;
  readonly conversation: Conversation;
  /** Calls `onNews` when the server says that something is new, until the line ends; needs a session. */
  listen(onNews: () => void, signal: AbortSignal): Promise<void>;
};

/** The true time in a town. */
export type TownClock = { nowMs(): number };

/** What all phones of a town share. */
export type PhoneShop = {
  readonly seed: number;
  readonly origin: string;
  readonly clock: TownClock;
  readonly verifier: Verifier;
};

// Of a phone at which nobody looks: three hundred derivations of the same town would take memory and time for no one.
const unread: FoldPort = {
  isErased: () => false,
  add: () => undefined,
  addOpened: () => undefined,
  isVoid: () => null,
  recipientsIn: () => [],
  mayGiveKeys: () => false,
  persons: { certificateOf: () => null, devicesOf: () => [], isLive: () => false, revocationOf: () => null },
  addCertificates: () => undefined,
  addStatements: () => undefined,
  delivery: { add: () => undefined },
};

const maxRequestBytes = 128 * 1024;

/** Where phones come from: engines are loaded once. */
export async function openPhoneShop(seed: number, origin: string, clock: TownClock): Promise<PhoneShop> {
  return { seed, origin, clock, verifier: createVerifier(await loadEngine()) };
}

/**
 * The phone that `disk` holds; where it holds none, a new person with keys from the seed: the same seed gives the same person. One that is not `read`
 * derives nothing from what it holds. Throws when the disk fails.
 */
export async function openPhone(shop: PhoneShop, owner: Townsperson, disk: DiskPort, isRead: boolean): Promise<Phone> {
  const seeded = createSeeded(shop.seed * 2 ** 16 + owner.number);
  const isNew = (await disk.load()).identity === null;
  // Keys of a play are no secrets. A phone that was there before must not draw the same salts again.
  const random = (count: number) => (isNew ? seeded.bytes(count) : new Uint8Array(randomBytes(count)));
  const ports: DevicePorts = {
    keys: {
      async makeSigning() {
        const secret = random(32);
        return { secret, publicKey: createNodeSigner(secret).publicKey };
      },
      async openSigning(secret) {
        if (!(secret instanceof Uint8Array)) throw new TypeError('the storage of this town is damaged: no signing key');
        return createNodeSigner(secret);
      },
      signingFromSeed: async (seed) => ({ secret: seed.slice(), publicKey: createNodeSigner(seed).publicKey }),
      ...sealingFromBytes(random),
    },
    seals: createNobleSealEngine(random),
    disk,
    verifier: shop.verifier,
    hash: sha256Node,
    nowMs: () => shop.clock.nowMs() + owner.clockOffMs,
    random,
    createFolds: (viewer) => (isRead ? createReplica(viewer) : unread),
  };
  const device = isNew ? await newPerson(ports, owner) : await openDevice(ports);
  if (device === null) throw new Error('the storage of this town is damaged: a person without keys');
  let cookie = '';
  const network = createHttpNetwork(shop.origin, { onCookie: (given) => void (cookie = given) });
  return {
    owner,
    device,
    network,
    conversation: createConversation(device, network, Math.random),
    listen: (onNews, signal) => listenForNews(shop.origin, cookie, onNews, signal),
  };
}

/** What the entries say of a phone that is read. */
export function replicaOf({ device }: Phone): Replica {
  return device.core.folds as Replica;
}

/**
 * Sends all that waits on a phone, many entries a request, and asks for nothing: whoever does not look at their screen needs no copy of what others
 * wrote. Gives how many entries the server has now that it did not have. Throws when one is refused or the server does not answer.
 */
export async function sendOnly({ device, network }: Phone): Promise<number> {
  const { core, person } = device;
  let sent = 0;
  for (;;) {
    const shipment = packOutbox(core, maxRequestBytes, 15, { person, device: device.id() });
    if (shipment === null) return sent;
    const request = encodeRequest({
      ...plainRequest,
      cursor: core.meta.cursor,
      batch: shipment.batch,
      budget: 1,
      lanes: 0,
    });
    let answered = await network.sync(request);
    if (!answered.ok && answered.error.code === 'no-session') {
      const opened = await network.openSession(person, core.identity.certificate, core.signer, core.identity.rotations);
      if (!opened.ok) throw new Error(`the server gives no session: ${opened.error.code}`);
      answered = await network.sync(request);
    }
    if (!answered.ok) throw new Error(`the server did not take it: ${answered.error.code}`);
    const answer = decodeAnswer(answered.value);
    if (!answer.ok) throw new Error(answer.error.detail);
    const { refused } = answer.value;
    if (refused.length > 0)
      throw new Error(`the server refused something: ${refused.map(({ code }) => code).join(', ')}`);
    const own = settleRows(shipment, answer.value, core.ports.nowMs() + core.meta.offsetMs, answer.value.epoch);
    const kept = await device.receive(null, { own });
    if (!kept.ok) throw new Error(kept.error.code);
    sent += own.length;
  }
}

async function newPerson(ports: DevicePorts, { name, kana }: Townsperson): Promise<Device> {
  const made = await createPerson(ports, { name, kana, language: 'ja' }, 'phone');
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}
