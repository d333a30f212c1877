import { encodeCertificate } from '../../shared/protocol/certificate.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { decodeAnswer, encodeRequest, plainRequest, type SyncAnswer } from '../../shared/sync/messages.ts';
import type { ChildServer } from './child-server.ts';
import { openSession } from './raw-http.ts';
import { makeWriter, writeEntry, type Writer } from './town.ts';

/** Someone with a session at a server in another process; `head` is what they send before a body, as Chromium does. */
export type Entered = { readonly writer: Writer; readonly head: string };

const salt = new Uint8Array(8);

/** Makes a person with a session, certificate and card at `server`. */
export async function enter(server: ChildServer, atMs: number): Promise<Entered> {
  const writer = await makeWriter();
  const cookie = await openSession(server.origin, writer);
  const head = `Host: 127.0.0.1:${server.port}\r\nConnection: keep-alive\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br\r\nCookie: ${cookie}\r\n`;
  const entered = { writer, head };
  const card = toChannelId('card', writer.certificate.person);
  const certificate = encodeCertificate(writer.certificate);
  await post(server, entered, (await writeEntry(writer, 'device.cert', card, { certificate }, atMs)).batch, null);
  await post(server, entered, (await writeEntry(writer, 'card.set', card, { salt, name: '試し' }, atMs)).batch, null);
  return entered;
}

/** Both say add. */
export async function befriend(server: ChildServer, one: Entered, other: Entered, atMs: number): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const { person } = to.writer.certificate;
    const inbox = toChannelId('inbox', person);
    await post(server, from, (await writeEntry(from.writer, 'friend.add', inbox, { salt, person }, atMs)).batch, null);
  }
}

/** One sync request; throws where anything of it was refused. */
export async function post(
  server: ChildServer,
  who: Entered,
  batch: Uint8Array | null,
  cursor: Uint8Array | null,
  lanes = 15,
): Promise<SyncAnswer> {
  const bytes = await postBytes(server, who, encodeRequest({ ...plainRequest, batch, cursor, lanes }));
  const answer = decodeAnswer(bytes);
  if (!answer.ok || answer.value.refused.length > 0) throw new Error('it was refused');
  return answer.value;
}

/** The bytes of an answer. */
export async function postBytes(server: ChildServer, { head }: Entered, body: Uint8Array<ArrayBuffer>) {
  const cookie = /Cookie: (.*)\r\n/.exec(head)?.[1] ?? '';
  const answered = await fetch(`${server.origin}/sync`, { method: 'POST', headers: { cookie }, body });
  return new Uint8Array(await answered.arrayBuffer());
}
