import type { Device } from '../../shared/device/device.ts';
import type { DiskError } from '../../shared/device/ports.ts';
import { mood, need } from '../../shared/kinds/kinds.ts';
import { coarsePlace } from '../../shared/kinds/place.ts';
import { hexToBytes } from '../../shared/protocol/bytes.ts';
import { toChannelId, type EntryId } from '../../shared/protocol/ids.ts';
import type { Entry } from '../../shared/protocol/entry.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { inviteHash } from '../../shared/fold/friends.ts';
import { decodeInvite, encodeInvite } from '../../shared/device/invite-link.ts';
import type { AlongCommands, ConversationCommands } from '../state/conversations.ts';
import type { DeviceCommands } from '../state/devices.ts';
import type { Answer, CommandName, Commands, EngineError, StatusInput } from '../state/messages.ts';
import { blockKey, type Known } from './known.ts';
import type { SeldomWrite } from './seldom-writes.ts';

/** What a command works with: an open device, and what its entries say. */
export interface Desk {
  readonly device: Device;
  /** Writes on the device once, however often the command comes. */
  readonly write: Device['write'];
  /** The id of the command. */
  readonly command: string;
  readonly known: Known;
  readonly origin: string;
}

/** Commands that write entries or read what is here; each resolves when what it wrote is durable on this device. */
export type Written = Exclude<
  CommandName,
  | 'createPerson'
  | 'takeOut'
  | 'putIn'
  | 'leave'
  | 'prepare'
  | 'recovery'
  | 'syncNow'
  | 'setDataUse'
  | 'liftDataUse'
  | 'keepDraft'
  | 'openPerson'
  | 'listVoices'
  | 'readInvite'
  | 'chooseHandle'
  | 'dropHandleWish'
  | 'findHandle'
  | SeldomWrite
  | keyof ConversationCommands
  | keyof AlongCommands
  | keyof DeviceCommands
>;

// As many as the kind has room for.
const mostBeside = 20;

type Handlers = { readonly [N in Written]: (desk: Desk, input: Commands[N]['in']) => Promise<Answer<N>> };

export const handlers: Handlers = {
  async setName({ device, write, known }, { name, kana }) {
    const { kana: _, ...card } = known.cardFields(device.person);
    return nothing(
      await write('card.set', toChannelId('card', device.person), { ...card, name, ...some('kana', kana) }),
    );
  },
  async writeVoice({ device, write }, { text, place, mood: felt }) {
    const feed = toChannelId('feed', device.person);
    return idOf(await write('voice', feed, { text, ...(place && { place }), ...(felt && { mood: mood[felt] }) }));
  },
  async writeStatus({ device, write, known }, input) {
    const replaces = known.lastStatus(device.person)?.id;
    return idOf(await write('status', toChannelId('life', device.person), statusFields(input, replaces)));
  },
  async writeAbout({ device, write, known }, { personId, rung, ...input }) {
    const fields = { ...statusFields(input, known.lastAbout(device.person, personId)), person: personId, rung };
    return idOf(await write('status.about', toChannelId('life', personId), fields));
  },
  async checkIn({ device, write, command }, { place, text, accuracyM }) {
    // In the lane of life it is there before any chatter; the check-in itself follows among the voices.
    const life = toChannelId('life', device.person);
    const sign = { evidence: 'checkedIn', place: coarsePlace(place) } as const;
    const signed = await device.write('life.sign', life, sign, [], `${command}.sign`);
    if (!signed.ok) return fault(signed.error);
    const accuracy = accuracyM === undefined ? {} : { accuracyM: Math.min(Math.round(accuracyM), 1_000_000) };
    const feed = toChannelId('feed', device.person);
    return idOf(await write('checkin', feed, { place, ...some('text', text), ...accuracy }, [signed.value.id]));
  },
  async renewStatus({ device, write, known }) {
    const last = known.lastStatus(device.person);
    if (!last) return err({ code: 'not-ready' });
    const { salt: _, kind: __, again: ___, ...fields } = last.body;
    const replaces = [last.id];
    return idOf(await write('status', toChannelId('life', device.person), { ...fields, replaces }));
  },
  async comment({ write, known }, { voiceId, text }) {
    const channel = known.channelOf(voiceId);
    return channel ? idOf(await write('comment', channel, { target: voiceId, text }, [voiceId])) : missing();
  },
  async like({ write, known }, { voiceId, off }) {
    const channel = known.channelOf(voiceId);
    if (!channel) return missing();
    return idOf(await write('like', channel, { target: voiceId, ...(off ? { off: true as const } : {}) }, [voiceId]));
  },
  async correct({ write, known }, { id, text }) {
    const channel = known.channelOf(id);
    if (!channel) return missing();
    return idOf(
      await write('correct', channel, { targets: [id], text, ...some('replaces', known.correctionsOf(id)) }, [id]),
    );
  },
  async withdraw({ device, known, command }, { id }) {
    // Written again after a fork it has two names, and each has its words.
    for (const [i, { hash, channel, device: author, kind, number }] of known.entriesOf(id).entries()) {
      const target = { targetHash: hash, device: author, kindNumber: kind, number, reason: 'withdrawn' as const };
      const written = await device.write('erase', channel, target, [], `${command}/${i}`);
      if (!written.ok) return fault(written.error);
    }
    return ok(null);
  },
  async askStatus({ write }, { personId }) {
    return idOf(await write('status.ask', toChannelId('inbox', personId), {}));
  },
  async makeInvite({ device, write, known, origin, command }) {
    // The same command makes the same invitation: its id is as random as a token has to be, and as secret.
    const id = hexToBytes(command);
    const token = id.ok && id.value.length === 16 ? id.value : device.core.ports.random(16);
    const inbox = toChannelId('inbox', device.person);
    const written = await write('friend.invite', inbox, { tokenHash: inviteHash(token) });
    if (!written.ok) return fault(written.error);
    const { name, kana } = known.personOf(device.person);
    return ok({ link: `${origin}/i/${encodeInvite({ person: device.person, token, name, kana })}` });
  },
  async acceptInvite(desk, { token: text }) {
    const { device, command, known } = desk;
    const invite = decodeInvite(text);
    if (!invite) return err({ code: 'unreadable' });
    const { token, others = [] } = invite;
    const inviters = [invite.person, ...others].filter((person) => person !== device.person);
    for (const [place, person] of inviters.entries()) {
      // Each word is kept under a name of its own, so that a command which comes again goes on where it was stopped.
      const name = place === 0 ? command : `${command} ${place}`;
      const written = await device.write('friend.add', toChannelId('inbox', person), { person, token }, [], name);
      if (!written.ok) return fault(written.error);
      if (!known.isBlocked(person)) continue;
      const shown = await set({ ...desk, command: `${name}.show` }, blockKey(person), '');
      if (!shown.ok) return fault(shown.error);
    }
    return ok({ personId: invite.person });
  },
  async askFriend({ write }, { personId }) {
    return nothing(await write('friend.add', toChannelId('inbox', personId), { person: personId }));
  },
  async acceptRequest({ write }, { personId }) {
    return nothing(await write('friend.add', toChannelId('inbox', personId), { person: personId }));
  },
  async refuseRequest({ write }, { personId }) {
    return nothing(await write('friend.remove', toChannelId('inbox', personId), { person: personId }));
  },
  async removeFriend({ write }, { personId }) {
    return nothing(await write('friend.remove', toChannelId('inbox', personId), { person: personId }));
  },
};

/** Sets a value of the person's own, or takes it back when it is empty. */
export function set({ device, known, command }: Desk, key: string, value: string) {
  const fields = { key, ...some('value', value), ...some('replaces', known.settingEntry(key)) };
  return device.writeSealed('setting', toChannelId('self', device.person), fields, [], command);
}

function statusFields(input: StatusInput, replaces: EntryId | undefined) {
  const besidePersons = input.besidePersons.map((person) => ({ person }));
  const others = input.beside.map((name) => ({ name: [...name].slice(0, 40).join('') }));
  return {
    condition: input.condition,
    whereabouts: input.whereabouts,
    validSeconds: Math.round(input.validMs / 1000),
    ...placeOf(input.place),
    ...some('text', input.text),
    ...some('beside', [...besidePersons, ...others].slice(0, mostBeside)),
    ...some(
      'needs',
      input.needs.map((name) => need[name]),
    ),
    ...some('replaces', replaces ? [replaces] : []),
  };
}

// A place in words only: coarse by the person's own choice of words.
function placeOf(name: string) {
  return name ? { place: { level: 'listed' as const, name: [...name].slice(0, 60).join('') } } : {};
}

/** A field that is left out when there is nothing in it. */
export function some<Name extends string, T extends string | readonly unknown[]>(name: Name, value: T) {
  return (value.length > 0 ? { [name]: value } : {}) as Partial<Record<Name, T>>;
}

function idOf(written: Result<Entry, DiskError>): Result<{ id: string }, EngineError> {
  return written.ok ? ok({ id: written.value.id }) : fault(written.error);
}

export function nothing(written: Result<Entry, DiskError>): Result<null, EngineError> {
  return written.ok ? ok(null) : fault(written.error);
}

export function fault({ code }: DiskError): Result<never, EngineError> {
  return err({ code: code === 'device-full' ? 'full' : 'not-saved' });
}

function missing(): Result<never, EngineError> {
  return err({ code: 'not-ready' });
}
