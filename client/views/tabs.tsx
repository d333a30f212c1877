import { useApp } from '../state/app.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';

/** Each with the addresses under which it is the current one. */
const tabs = [
  ['home', '/', /^\/(voice|$)/],
  ['safety', '/safety', /^\/(safety|where)/],
  ['messages', '/messages', /^\/messages/],
  ['friends', '/friends', /^\/(friends|i\/)/],
] as const;

export function Tabs() {
  const path = useApp((state) => state.path);
  const waiting = useApp((state) => state.requests.length);
  const isUnread = useApp(({ messages }) => messages?.conversations.some((row) => row.unread && !row.isMuted));
  return (
    <nav class="tabs" aria-label={t('nav.label')}>
      <ul>
        {tabs.map(([name, href, under]) => (
          <li key={name}>
            <a href={href} aria-current={under.test(path) ? 'page' : undefined}>
              <Icon name={name} />
              <span>
                {w(`nav.${name}`)}
                {name === 'friends' && waiting > 0 && <b class="nb"> {waiting}</b>}
                {name === 'messages' && isUnread && (
                  <b>
                    <span aria-hidden="true"> ●</span>
                    <span class="vh">{w('voice.new')}</span>
                  </b>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
