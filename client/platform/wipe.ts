/**
 * Takes everything of this origin off the browser: the app's own files, what is kept by key, and the databases in the order given. Resolves when it is gone, which
 * a tab that is asleep may delay; rejects when something could not be taken away. The second time there is nothing left to do. Works offline.
 */
export async function wipeOrigin(databases: readonly string[]): Promise<void> {
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(workers.map((worker) => worker.unregister()));
  await deleteCaches();
  localStorage.clear();
  sessionStorage.clear();
  for (const name of databases) await deleteDatabase(name);
  // The worker that is going may have kept a file meanwhile.
  await deleteCaches();
}

async function deleteCaches(): Promise<void> {
  // Plain http has none.
  if ('caches' in globalThis) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((gone, refused) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = () => gone();
    asked.onerror = () => refused(asked.error);
  });
}
