import { homeScreenWay, install, watchInstall } from '../platform/install.ts';
import { app } from '../state/app.ts';

/** Learns whether the browser offers to install the app. */
export function noteInstall(): void {
  watchInstall((canInstall) => app.set({ canInstall }));
}

/** From a tap: the browser asks once more by itself. */
export async function installHere(): Promise<void> {
  await install();
  app.set({ canInstall: false });
}

/** How this browser puts the app on the home screen: it did, through its share menu, or only by its own offer. */
export function wayToHomeScreen(): 'installed' | 'shareMenu' | 'browser' {
  return homeScreenWay();
}
