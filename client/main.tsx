import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/controls.css';
import './styles/layout.css';
import { render } from 'preact';
import { startNavigation } from './actions/navigate.ts';
import { loadPreferences } from './actions/preferences.ts';
import { app } from './state/app.ts';
import { App } from './views/app.tsx';

const place = document.getElementById('app');
if (place) {
  startNavigation();
  await loadPreferences();
  if (__TEST_BUILD__) Object.assign(globalThis, { tayoriApp: app });
  render(<App />, place);
}
