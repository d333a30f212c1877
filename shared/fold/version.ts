/** Rises when any fold gives another view of the same set: what was kept of its views is then dropped and made again from the entries. */
export const foldVersion = 2;
