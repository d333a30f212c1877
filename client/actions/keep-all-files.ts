import { keepLoadedFiles, lineNow } from '../platform/kept-files.ts';

/** Has all files of the app kept on this device now, for a screen whose last step may be taken without a line. Not on a thin line. */
export function keepAllFiles(): void {
  if (lineNow() !== 'thin') void keepLoadedFiles(true);
}
