import { appAround, wayOut } from '../platform/app-around.ts';
import { app } from '../state/app.ts';
import { wasHereAs } from './was-here.ts';

/** Notes what somebody should know of this window before they begin in it; nothing, nearly always. Says only what the browser shows. */
export function lookAround(): void {
  const gone = wasHereAs();
  const around = appAround(navigator.userAgent, (navigator as { standalone?: boolean }).standalone === true);
  const isFleeting = isSecureContext && !around && !('serviceWorker' in navigator);
  if (gone === null && !around && !isFleeting) return;
  const isInside = around !== null;
  app.set({ surroundings: { gone, isInside, wayOut: around && wayOut(around, location.href), isFleeting } });
}
