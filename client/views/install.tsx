import { installHere, wayToHomeScreen } from '../actions/install.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';

/** The way to the home screen, as this browser has it; nothing where the app is there already or nobody knows one. */
export function Install() {
  const canInstall = useApp((state) => state.canInstall);
  const way = wayToHomeScreen();
  if (way === 'installed' || (way === 'browser' && !canInstall)) return null;
  return (
    <section class="card s">
      <h2>{w('me.install')}</h2>
      <p>{w('me.installWhy')}</p>
      {canInstall ? (
        <button class="btn w" onClick={() => void installHere()}>
          {w('me.installGo')}
        </button>
      ) : (
        <p>{w('me.installShare')}</p>
      )}
    </section>
  );
}
