interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

let waiting: InstallPrompt | undefined;

/** Keeps the browser's offer to install the app until somebody taps for it, and says whether there is one. Browsers without such an offer say nothing. */
export function watchInstall(tell: (canInstall: boolean) => void): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    waiting = event as InstallPrompt;
    tell(true);
  });
  addEventListener('appinstalled', () => tell(false));
}

/** Asks the browser to install the app; from a tap. An offer is good once. Resolves whether it was taken. */
export async function install(): Promise<boolean> {
  const offer = waiting;
  waiting = undefined;
  return (await offer?.prompt())?.outcome === 'accepted';
}

/** How this page was opened: as an app of its own, or in a browser that installs by hand, through its share menu. */
export function homeScreenWay(): 'installed' | 'shareMenu' | 'browser' {
  if (matchMedia('(display-mode: standalone)').matches) return 'installed';
  // Only Safari on phones has this property.
  return 'standalone' in navigator ? 'shareMenu' : 'browser';
}

/** Puts a number on the icon of the installed app, or takes it away. Where there is no such thing nothing happens. */
export function badgeIcon(count: number): void {
  const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  done?.catch((reason: unknown) => console.debug('No number on the icon.', reason));
}
