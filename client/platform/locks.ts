/**
 * Resolves once no other tab holds `name`, which this page or worker then holds as long as it lives: true. False at once where the browser has
 * no locks, as over plain http.
 */
export async function lockForLife(name: string): Promise<boolean> {
  if (!navigator.locks) return false;
  await new Promise<void>((held, refused) => {
    const hold = () => (held(), new Promise<never>(() => undefined));
    navigator.locks.request(name, hold).catch(refused);
  });
  return true;
}
