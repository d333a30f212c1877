/** Why a commit was not written: room is lacking and may come back, or the disk cannot be trusted until the store was opened anew. */
export type WriteFailure = { readonly code: 'no-space' | 'store-failed'; readonly detail: string };

// SHMSIZE: the index of the write-ahead log could not grow, which happens on a full disk before anything was written.
const noSpaceCodes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);

/**
 * What an error of SQLite or the file system means. Anything but lack of room is final: after a failed sync nobody knows what is on the disk
 * (Rebello et al., Can Applications Recover from fsync Failures?, 2020), and going on would acknowledge what may be lost.
 */
export function whyNotWritten(error: unknown): WriteFailure {
  const { code = '', message = String(error) } = error as { code?: string; message?: string };
  return { code: noSpaceCodes.has(code) ? 'no-space' : 'store-failed', detail: `${code} ${message}`.trim() };
}
