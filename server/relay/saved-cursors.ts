import type { HostDirectory } from '../../shared/host/directory.ts';
import { createReturnedCursors, type ReturnedCursors, type SavedCursor } from '../../shared/host/returned-cursors.ts';
import type { Store } from '../../shared/sync/store.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';

/** The cursors that devices came back with, and the way to write them down. */
export type SavedCursors = { readonly cursors: ReturnedCursors; save(): Promise<void> };

/** Reads the cursors that an earlier process saved; those of other epochs are thrown away. Like contacts they are hints: losing the last minutes is no harm. */
export async function openSavedCursors(
  call: (call: SideCall) => Promise<SideAnswer>,
  store: Pick<Store, 'epoch' | 'shardCount' | 'shardOf' | 'arrival'>,
  directory: HostDirectory,
): Promise<SavedCursors> {
  const cursors = createReturnedCursors(store, directory);
  const loaded = await call({ name: 'load-cursors', epoch: store.epoch });
  if (loaded.code === 'ok') cursors.restore(loaded.value as readonly SavedCursor[]);
  let unsaved = new Map<string, SavedCursor>();
  return {
    cursors,
    async save() {
      const saving = unsaved;
      for (const one of cursors.takeUnsaved()) saving.set(one.device, one);
      if (saving.size === 0) return;
      unsaved = new Map();
      const saved = await call({ name: 'save-cursors', cursors: [...saving.values()] });
      // What fails is tried again the next time.
      if (saved.code !== 'ok') unsaved = new Map([...saving, ...unsaved]);
    },
  };
}
