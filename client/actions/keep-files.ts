import { isLineGood, keepLoadedFiles } from '../platform/kept-files.ts';
import { app } from '../state/app.ts';

const restMs = 10_000;

/** Has the files that this page needed kept for the next time, and all others of the app once the line is good and has nothing else to do. */
export function keepFiles(): void {
  void keepLoadedFiles();
  const leave = app.subscribe(() => {
    const { syncLine, dataUse } = app.get();
    if (syncLine.reach !== 'fresh' || dataUse?.chosen !== 'auto' || !isLineGood()) return;
    leave();
    setTimeout(() => void keepLoadedFiles(true), restMs);
  });
}
