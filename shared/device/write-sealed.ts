import { encodeBody } from '../kinds/body.ts';
import { kindNumber, type BodyOf, type KindName } from '../kinds/kinds.ts';
import { sealBody, sealedKindFor, type SealKey } from '../log/sealed.ts';
import type { ChannelId, EntryId } from '../protocol/ids.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { commit, hold, openNoted, prepareEntry, type DeviceCore, type Prepared } from './core.ts';
import type { DiskError } from './ports.ts';

/**
 * Makes and signs the next sealed entry of a log without keeping it. The key for it is kept: where none was given to exactly those who are to read, a new
 * one is made and written, and stays, whatever becomes of the entry.
 */
export async function prepareSealed(
  core: DeviceCore,
  channel: ChannelId,
  kind: KindName,
  fields: BodyOf<KindName>,
  after: readonly EntryId[],
): Promise<Result<Prepared, DiskError>> {
  const key = await keyFor(core, channel);
  if (!key.ok) return key;
  const { seals, random } = core.ports;
  const body = encodeBody(kind, fields);
  const outer = kindNumber(sealedKindFor(kind));
  // Random, never counted: a device put back to an older copy would count the same again.
  const nonce = random(12);
  return ok(
    await prepareEntry(core, channel, outer, (header) => sealBody(seals, key.value, nonce, header, kind, body), after),
  );
}

async function keyFor(core: DeviceCore, channel: ChannelId): Promise<Result<SealKey, DiskError>> {
  const recipients = core.folds.recipientsIn(channel);
  const known = core.sealing.keyFor(channel, recipients, (item) => core.folds.mayGiveKeys(item));
  if (known) return ok(known);
  if (recipients.length === 0) return err({ code: 'device-storage', detail: 'nobody is known to whom to seal' });
  const { key, parts } = await core.sealing.makeKey(channel, recipients);
  let id: EntryId | undefined;
  // A device that dies between two parts leaves a key for too few: nobody uses it, and the next write makes another.
  for (const given of parts) {
    const fields = { salt: core.ports.random(8), recipients: given, ...(id && { part: id }) };
    const made = await prepareEntry(core, channel, kindNumber('conv.key'), encodeBody('conv.key', fields), []);
    const done = await commit(core, { own: [made.row], meta: made.meta });
    if (!done.ok) return done;
    hold(core, [made.run], [made.item]);
    id ??= made.entry.id;
  }
  await openNoted(core);
  return ok({ id: id ?? '', key });
}
