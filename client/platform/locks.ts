/**
 * Calls `work` once no other tab holds `name`, and holds it as long as this page or worker lives. Where the browser has no locks (plain
 * http) it is called at once: two tabs may then both write, which the log shows as a fork and heals.
 */
export async function holdAlone(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(name, async () => {
    await work();
    await new Promise<never>(() => undefined);
  });
}
