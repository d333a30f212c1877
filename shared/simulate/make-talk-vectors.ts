import type { BodyOf } from '../kinds/kinds.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { cutName, encodeCuts } from '../protocol/cut.ts';
import { encodeCertificate } from '../protocol/certificate.ts';
import type { Entry } from '../protocol/entry.ts';
import { encodeHeader } from '../protocol/header.ts';
import { groupChannel, pairChannel, type ChannelId } from '../protocol/ids.ts';
import { createAuthor, type Author } from './author.ts';
import type { Vector } from './vector.ts';

const hex = bytesToHex;
const nonce = new Uint8Array(16).fill(7);

/** The vectors of conversations: their ids, and who is in a group by its entries. Members are in order of ids. */
export async function makeTalkVectors(): Promise<readonly Vector[]> {
  const people = await Promise.all(['由佳', '航一', '絹江'].map((name, i) => createAuthor(name, 40 + i)));
  const [yuka, koichi, kinue] = people as [Author, Author, Author];
  const group = groupChannel(yuka.person, nonce);
  const written: (readonly [Author, Entry])[] = [];
  const put = <Name extends 'conv.create' | 'conv.member'>(
    author: Author,
    kind: Name,
    fields: Omit<BodyOf<Name>, 'salt'>,
  ): Entry => {
    const entry = author.write(group, kind, fields);
    written.push([author, entry]);
    return entry;
  };
  const state = (comment: string, members: readonly Author[], out: readonly Entry[] = []): Vector => ({
    type: 'members',
    comment,
    channel: group,
    certificates: people.map((one) => hex(encodeCertificate(one.certificate))),
    input: written.map(([, entry]) => ({
      header: hex(encodeHeader(entry)),
      body: hex(entry.body ?? new Uint8Array()),
    })),
    verdict: 'valid',
    members: members.map((one) => one.person).sort(),
    out: out.map(({ id }) => id).sort(),
  });

  const create = put(yuka, 'conv.create', { nonce, members: [koichi.person] });
  const vectors = [state('a maker and who was listed', [yuka, koichi])];
  const added = put(koichi, 'conv.member', { basis: create.id, add: [kinue.person] });
  vectors.push(state('a member adds a third', [yuka, koichi, kinue]));
  const removal = put(yuka, 'conv.member', { basis: create.id, remove: [koichi.person], cuts: cutsAt(group, added) });
  vectors.push(state('removed, what the removal has seen goes on counting', [yuka, kinue]));
  const revenge = put(koichi, 'conv.member', { basis: create.id, remove: [kinue.person] });
  vectors.push(state('who is out reaches nobody but who put them out', [yuka, kinue], [revenge]));
  put(koichi, 'conv.member', { basis: create.id, remove: [yuka.person] });
  vectors.push(state('two who remove each other are both out', [kinue], [revenge]));
  put(kinue, 'conv.member', { basis: added.id, add: [koichi.person], undoes: [removal.id] });
  vectors.push(state('added again, undoing the removal', [koichi, kinue], [revenge]));
  put(kinue, 'conv.member', { basis: added.id, add: [yuka.person], undoes: [] });
  vectors.push(state('an add that does not name the removal undoes nothing', [koichi, kinue], [revenge]));
  return [
    {
      type: 'channel',
      comment: 'of two, whoever begins',
      input: [koichi.person, yuka.person],
      verdict: 'valid',
      channel: pairChannel(yuka.person, koichi.person),
    },
    {
      type: 'channel',
      comment: 'of a group by its maker',
      input: [yuka.person],
      nonce: hex(nonce),
      verdict: 'valid',
      channel: group,
    },
    ...vectors,
  ];
}

function cutsAt(channel: ChannelId, { device, number, hash }: Entry): Uint8Array {
  return encodeCbor(encodeCuts([{ name: cutName(channel, device, 0), number, hash }]));
}
