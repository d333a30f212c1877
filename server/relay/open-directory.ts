import { createDirectory, type HostDirectory } from '../../shared/host/directory.ts';
import { rememberStore } from '../../shared/host/remember.ts';
import type { Verifier } from '../../shared/protocol/sign.ts';
import type { Store, StoredSegment } from '../../shared/sync/store.ts';
import type { DeviceId } from '../../shared/protocol/ids.ts';
import { sha256Node } from '../store/sha256-node.ts';
import type { Admission } from './admission.ts';

/** A store that can list what a directory remembers of it. */
export type LifeStore = Store & {
  readLife(shard: number, after: number, limit: number): Promise<readonly StoredSegment[]>;
  readLent(devices: readonly DeviceId[]): Promise<readonly StoredSegment[]>;
};

const pageSize = 5000;

/** The directory of what `store` holds: who is who, who may read what, and since which arrival. Read whole at the start, then kept up by each commit. */
export async function openDirectory(
  store: LifeStore,
  admission: Admission,
  verifier: Verifier,
): Promise<HostDirectory> {
  const directory = createDirectory(store, admission);
  const segments: StoredSegment[] = [];
  for (let shard = 0; shard < store.shardCount; shard++) {
    for (let after = 0; ;) {
      const page = await store.readLife(shard, after, pageSize);
      segments.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) break;
      after = last.arrival;
    }
  }
  await rememberStore(segments, directory, verifier, sha256Node);
  const lent = directory.lentDevices();
  if (lent.length > 0) await rememberStore(await store.readLent(lent), directory, verifier, sha256Node);
  return directory;
}
