let apply = () => location.reload();

/** Main tells how the waiting version is let in; until it has, reloading is all that can be done. */
export function connectUpdate(how: () => void): void {
  apply = how;
}

/** Only ever from a tap: drafts are kept, but nobody is thrown out of what they read. */
export function applyUpdate(): void {
  apply();
}
