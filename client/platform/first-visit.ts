/** Whether nothing of the app was ever kept in this browser. False where it does not say. Quick, and without a question to the disk, once anything was. */
export async function isFirstVisit(databaseName: string): Promise<boolean> {
  try {
    if (localStorage.length > 0) return false;
    const databases = await indexedDB.databases();
    return databases.every(({ name }) => name !== databaseName);
  } catch (reason) {
    console.warn(reason);
    return false;
  }
}
