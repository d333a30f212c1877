import { err, ok } from '../../shared/protocol/result.ts';
import type { Database } from '../db/database.ts';
import { recall } from '../db/kept.ts';
import { unsentParts, type Unsent, type UnsentPart } from '../state/conversations.ts';
import type { Answer } from '../state/messages.ts';

const keyOf = (conversationId: string, part: UnsentPart) => `along/${conversationId}/${part}`;

/**
 * Keeps one part of what goes along with a draft, or with undefined forgets it; durable with the answer. Each part has a row of its own, so that a tab that
 * knows of one takes no other away. `full`: the device has no room for it.
 */
export async function keepAlong(
  database: Database,
  conversationId: string,
  part: UnsentPart,
  value: Unsent[UnsentPart],
): Promise<Answer<'keepAlong'>> {
  try {
    const key = keyOf(conversationId, part);
    const transaction = database.transaction('kept', 'readwrite', { durability: 'strict' });
    const done = value === undefined ? transaction.store.delete(key) : transaction.store.put(value, key);
    await Promise.all([done, transaction.done]);
    return ok(null);
  } catch (reason) {
    const isFull = reason instanceof DOMException && reason.name === 'QuotaExceededError';
    console.warn('What goes along could not be kept:', reason);
    return err({ code: isFull ? 'full' : 'not-saved' });
  }
}

/** All that goes along with the draft of a conversation, as it was last kept, in whichever tab. */
export async function recallAlong(database: Database, conversationId: string): Promise<Answer<'recallAlong'>> {
  const rows = await Promise.all(
    unsentParts.map(async (part) => [part, await recall(database, keyOf(conversationId, part))] as const),
  );
  return ok(Object.fromEntries(rows.filter(([, value]) => value !== undefined)) as Unsent);
}
