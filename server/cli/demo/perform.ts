import { need } from '../../../shared/kinds/kinds.ts';
import type { Place } from '../../../shared/kinds/place.ts';
import type { Area } from '../../../shared/demo/material.ts';
import type { Act } from '../../../shared/demo/story.ts';
import { toChannelId, type ChannelId, type EntryId, type PersonId } from '../../../shared/protocol/ids.ts';
import type { Phone } from './phone.ts';

/** Where an answer goes: the entry and its channel. */
export type Target = { readonly id: EntryId; readonly channel: ChannelId };

/** What performing an act needs to know of others. */
export type Others = {
  /** With the name too: readers may not have the card of everyone who stands beside a friend. */
  companionOf(number: number): { readonly person: PersonId; readonly name: string };
  targetOf(key: number): Target;
  /** The person's last status, which a new one replaces, or null. */
  lastStatusOf(number: number): EntryId | null;
};

/** Writes an act on the phone of whoever does it and gives the entry's id. Throws when the storage fails. */
export async function perform({ device }: Phone, { by, deed }: Act, others: Others): Promise<EntryId> {
  const feed = toChannelId('feed', device.person);
  const life = toChannelId('life', device.person);
  switch (deed.do) {
    case 'voice':
      return idOf(await device.write('voice', feed, { text: deed.text, ...placeIn(deed.area, null) }));
    case 'comment': {
      const { id, channel } = others.targetOf(deed.on);
      return idOf(await device.write('comment', channel, { target: id, text: deed.text }, [id]));
    }
    case 'like': {
      const { id, channel } = others.targetOf(deed.on);
      return idOf(await device.write('like', channel, { target: id }, [id]));
    }
    case 'checkin': {
      const place = placeOf(deed.area, deed.spot);
      return idOf(await device.write('checkin', feed, { place, ...(deed.text !== null && { text: deed.text }) }));
    }
    case 'sign':
      return idOf(await device.write('life.sign', life, { evidence: deed.evidence }));
    case 'status': {
      const last = others.lastStatusOf(by);
      const fields = {
        condition: deed.condition,
        whereabouts: deed.whereabouts,
        ...placeIn(deed.area, deed.spot),
        ...(deed.text !== null && { text: deed.text }),
        ...(deed.needs.length > 0 && { needs: deed.needs.map((name) => need[name]) }),
        ...(deed.beside.length > 0 && { beside: deed.beside.map(others.companionOf) }),
        ...(last !== null && { replaces: [last] }),
      };
      return idOf(await device.write('status', life, fields));
    }
  }
}

function placeIn(area: Area | null, spot: string | null): { place?: Place } {
  if (area !== null) return { place: placeOf(area, spot) };
  return spot === null ? {} : { place: { level: 'listed', name: spot } };
}

function placeOf({ municipality, town, area }: Area, spot: string | null): Place {
  return { level: 'municipality', municipality, name: spot ?? `${town}${area}` };
}

function idOf(
  written:
    | { readonly ok: true; readonly value: { readonly id: EntryId } }
    | { readonly ok: false; readonly error: { readonly code: string } },
): EntryId {
  if (!written.ok) throw new Error(`a phone could not keep what it wrote: ${written.error.code}`);
  return written.value.id;
}
