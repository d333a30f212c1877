import { decodeBody, encodeBody } from '../kinds/body.ts';
import type { BodyOf, KindName } from '../kinds/kinds.ts';
import { encodeCertificate } from '../protocol/certificate.ts';
import { fromLogKey, toChannelId } from '../protocol/ids.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { Entry } from '../protocol/entry.ts';
import { isSealed } from '../log/sealed.ts';
import { prepareSealed } from './write-sealed.ts';
import { commit, hold, openNoted, prepareEntry, readTrusted, type DeviceCore } from './core.ts';
import { certificateOf, renewDevice } from './identity.ts';
import { compareRows } from './outbox.ts';
import type { DiskError, Identity, OwnRow } from './ports.ts';

/**
 * Makes a device that knows itself forked go on as a new one of the same person: new keys, a certificate by the same root, and everything the
 * server has not taken written again with `again: old id`. Stopped in the middle, it goes on at the next call where it stood, because every
 * entry is settled in the transaction that writes it again. A device without the root goes on as it is, and all its branches are read, until it was added
 * again: then `next` is what it is from now on.
 */
export async function renewCore(core: DeviceCore, next?: Identity): Promise<Result<null, DiskError>> {
  const { keys } = core.ports;
  const identity = next ?? (core.identity.root === null ? null : await renewDevice(keys, core.identity));
  if (identity === null) return ok(null);
  const left = [...core.own.values()].filter((row) => row.state === 'unsent').sort(compareRows);
  const before = { identity: core.identity, certificate: core.certificate, signer: core.signer };
  core.certificate = certificateOf(identity);
  core.signer = await keys.openSigning(identity.signing);
  core.holdings.learn([core.certificate], []);
  core.folds.addCertificates([core.certificate]);
  const body = encodeBody('device.cert', { certificate: encodeCertificate(core.certificate) });
  const made = await prepareEntry(core, toChannelId('card', core.person), 0x02, body, []);
  const done = await commit(core, { identity, own: [made.row], meta: made.meta });
  if (!done.ok) {
    Object.assign(core, before);
    return done;
  }
  hold(core, [made.run], [made.item]);
  for (const row of left) {
    const again = await writeAgain(core, row);
    if (!again.ok) return again;
  }
  return ok(null);
}

async function writeAgain(core: DeviceCore, row: OwnRow): Promise<Result<null, DiskError>> {
  const { runs } = await readTrusted(core, row.batch);
  const entry = runs[0]?.entries[0];
  const { channel } = fromLogKey(row.log);
  const settled: OwnRow = { ...row, state: 'refused', code: 'again' };
  const body = entry?.body ? decodeBody(entry.kind, channel, entry.body) : null;
  if (entry === undefined || !body?.ok || body.value === null || body.value.kind === 'device.cert') {
    return commit(core, { own: [settled] });
  }
  const { kind, ...fields } = body.value;
  // A new device needs a key that is given to it, so one is made when the first sealed entry is written again.
  if (kind === 'conv.key') return commit(core, { own: [settled] });
  if (isSealed(body.value)) return sealAgain(core, row, settled, entry);
  const bytes = encodeBody(kind, { ...fields, again: row.id } as unknown as BodyOf<KindName>);
  const made = await prepareEntry(core, channel, entry.kind, bytes, entry.after);
  const done = await commit(core, { own: [{ ...settled, againAs: made.row.id }, made.row], meta: made.meta });
  if (done.ok) hold(core, [made.run], [made.item]);
  return done;
}

async function sealAgain(
  core: DeviceCore,
  row: OwnRow,
  settled: OwnRow,
  entry: Entry,
): Promise<Result<null, DiskError>> {
  const opened = core.sealing.openedBody(row.id);
  if (!opened) return commit(core, { own: [{ ...row, state: 'refused', code: 'bad-entry' }] });
  const { kind, ...fields } = opened;
  const named = { ...fields, ...{ again: row.id } } as unknown as BodyOf<KindName>;
  const made = await prepareSealed(core, entry.channel, kind, named, entry.after);
  if (!made.ok) return made;
  const { row: written, run, item, meta } = made.value;
  const done = await commit(core, { own: [{ ...settled, againAs: written.id }, written], meta });
  if (!done.ok) return done;
  hold(core, [run], [item]);
  await openNoted(core);
  return done;
}
