import { readFileSync, writeFileSync } from 'node:fs';
import { createConversation } from '../../shared/device/converse.ts';
import type { Device } from '../../shared/device/device.ts';
import { answerInvites } from '../../shared/device/answer-invites.ts';
import { exportFile, readFileBatches } from '../../shared/device/export-file.ts';
import { decodeInvite, encodeInvite } from '../../shared/device/invite-link.ts';
import { inviteHash } from '../../shared/fold/friends.ts';
import { knownFriends } from '../../shared/fold/known-friends.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { condition, whereabouts } from '../../shared/kinds/kinds.ts';
import type { Entry } from '../../shared/protocol/entry.ts';
import { isId, toChannelId, type PersonId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/protocol/result.ts';
import { createHttpNetwork } from './http-network.ts';

/** What a command was given: words behind its name, and options. */
export type DeviceInput = {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
};

/** Does one thing and gives what is printed as JSON. Throws with words for people when it cannot. */
export type DeviceCommand = (device: Device, input: DeviceInput) => Promise<unknown>;

const conditions = Object.keys(condition) as (keyof typeof condition)[];
const places = Object.keys(whereabouts) as (keyof typeof whereabouts)[];

/** Every command on a device that exists. */
export const deviceCommands: Readonly<Record<string, DeviceCommand>> = {
  async invite(device, { options }) {
    const token = device.core.ports.random(16);
    const inbox = toChannelId('inbox', device.person);
    written(await device.write('friend.invite', inbox, { tokenHash: inviteHash(token) }));
    const card = replicaOf(device).cards.cardOf(device.person);
    const link = encodeInvite({ person: device.person, token, name: card?.name ?? '', kana: card?.kana ?? '' });
    return { link: `${options['server'] ?? ''}/i/${link}` };
  },
  async befriend(device, { words }) {
    const wanted = needed(words[0], 'befriend LINK or befriend PERSON');
    const invite = decodeInvite(wanted.slice(wanted.lastIndexOf('/') + 1));
    const token = invite && { token: invite.token };
    const befriend = async (person: PersonId) => {
      if (!isId(person)) throw new Error('This is neither an invitation nor the id of a person.');
      return written(await device.write('friend.add', toChannelId('inbox', person), { person, ...token }));
    };
    const first = await befriend(invite?.person ?? wanted);
    for (const person of invite?.others ?? []) await befriend(person);
    return first;
  },
  async unfriend(device, { words }) {
    const person = needed(words[0], 'unfriend PERSON');
    const channel = toChannelId('inbox', person);
    const seen = [...replicaOf(device).items()].filter(
      ({ entry, author }) => entry.channel === channel && author === device.person,
    );
    const replaces = seen.slice(-16).map(({ entry }) => entry.id);
    return written(await device.write('friend.remove', channel, { person, replaces }));
  },
  async voice(device, { words }) {
    const text = needed(words.join(' ') || undefined, 'voice TEXT');
    return written(await device.write('voice', toChannelId('feed', device.person), { text }));
  },
  async comment(device, { words }) {
    const [id, ...rest] = words;
    const target = replicaOf(device).get(needed(id, 'comment ID TEXT'));
    if (!target) throw new Error('This device holds no entry of that id.');
    const fields = { target: target.entry.id, text: needed(rest.join(' ') || undefined, 'comment ID TEXT') };
    return written(await device.write('comment', target.entry.channel, fields, [target.entry.id]));
  },
  async status(device, { words, options }) {
    const [found] = conditions.filter((one) => one === words[0]);
    const [where = 'notSaid'] = places.filter((one) => one === options['where']);
    if (!found) throw new Error(`status ${conditions.join('|')} [--where ${places.join('|')}] [--text TEXT]`);
    const { text } = options;
    const fields = { condition: found, whereabouts: where, ...(text && { text }) };
    return written(await device.write('status', toChannelId('life', device.person), fields));
  },
  async sync(device, { options }) {
    const network = createHttpNetwork(needed(options['server'], 'sync --server ORIGIN').replace(/\/$/, ''));
    const conversation = createConversation(device, network, Math.random);
    if (options['budget']) conversation.limit(Number(options['budget']), Number(options['lanes'] ?? 15));
    await conversation.wake('tapped');
    const added = await answerInvites(device, replicaOf(device).friends);
    if (added.length > 0) await conversation.wake('wrote');
    const { trouble, contactMs } = conversation.state();
    const unsent = device.own().filter((row) => row.state === 'unsent').length;
    if (trouble !== null) throw new Error(`Nothing came through (${trouble}). ${unsent} entries wait on this device.`);
    return { contactMs, unsent, held: device.core.holdings.ids().length };
  },
  async export(device, { words, options }) {
    const path = needed(words[0], 'export FILE [--only unsent]');
    const bytes = await exportFile(device, options['only'] === 'unsent');
    writeFileSync(path, bytes, { mode: 0o600 });
    return { path, bytes: bytes.length };
  },
  async import(device, { words }) {
    const batches = readFileBatches(new Uint8Array(readFileSync(needed(words[0], 'import FILE'))));
    if (!batches.ok) throw new Error('This is no file of entries that Tayori wrote.');
    const before = device.core.holdings.ids().length;
    let problems = 0;
    for (const batch of batches.value) {
      const taken = await device.receive(batch, {});
      if (!taken.ok)
        throw new Error(`A part of the file could not be read (${taken.error.code}); what came before it is kept.`);
      problems += taken.value?.problems.length ?? 0;
    }
    return { added: device.core.holdings.ids().length - before, problems };
  },
  async show(device) {
    const replica = replicaOf(device);
    const time = { nowMs: Date.now() + device.core.meta.offsetMs, receivedAtMs: () => null };
    const own = device.own();
    const friends = knownFriends(device.person, device.core.meta.opened, replica.friends, replica.persons.hasEnded);
    return {
      person: device.person,
      device: device.id(),
      card: replica.cards.cardOf(device.person),
      safety: replica.safetyList(time, new Map(), friends),
      voices: replica.voices.list({ channels: null, limit: 50 }, time),
      requests: replica.friends.requestsTo(device.person).map(({ from, clockMs }) => ({ from, clockMs })),
      outbox: own.filter((row) => row.state !== 'server').map(({ id, log, state, code }) => ({ id, log, state, code })),
      atServer: own.filter((row) => row.state === 'server').length,
      lastContactMs: device.core.meta.lastContactMs,
      held: device.core.holdings.ids().length,
    };
  },
};

function replicaOf(device: Device): Replica {
  return device.core.folds as Replica;
}

function needed(value: string | undefined, usage: string): string {
  if (value === undefined || value === '') throw new Error(`npm run device -- --at FOLDER ${usage}`);
  return value;
}

function written(result: Result<Entry, { readonly code: string }>): { id: string } {
  if (!result.ok) {
    const isFull = result.error.code === 'device-full';
    throw new Error(
      isFull ? 'The disk is full: this was not saved. Make room and try again.' : `Not saved: ${result.error.code}`,
    );
  }
  return { id: result.value.id };
}
