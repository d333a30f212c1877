import { useApp } from '../state/app.ts';
import type { RouteName } from '../state/routes.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';

const tabs = [
  { name: 'home', href: '/', under: ['home', 'voice'] },
  { name: 'safety', href: '/safety', under: ['safety', 'person', 'where'] },
  { name: 'friends', href: '/friends', under: ['friends', 'add', 'invite'] },
] as const;

export function Tabs({ current }: { current: RouteName }) {
  const waiting = useApp((state) => state.requests.length);
  return (
    <nav class="tabs" aria-label={t('nav.label')}>
      <ul>
        {tabs.map(({ name, href, under }) => (
          <li key={name}>
            <a href={href} aria-current={(under as readonly string[]).includes(current) ? 'page' : undefined}>
              <Icon name={name} />
              <span>
                {w(`nav.${name}`)}
                {name === 'friends' && waiting > 0 && <b class="nb"> {waiting}</b>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
