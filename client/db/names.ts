/** The database of what is true here: keys, entries, cursor, drafts. */
export const databaseName = 'tayori';

/** The database of what the screens showed last. */
export const viewsName = 'tayori-views';
