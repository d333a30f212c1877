import puppeteer, { type Browser } from 'puppeteer-core';
import { ensureFirefox } from '../../server/tools/firefox.mjs';

/** A headless Firefox in Japanese with a profile of its own, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/). */
export async function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: await ensureFirefox(),
    headless: true,
    defaultViewport: { width: 360, height: 740 },
    extraPrefsFirefox: { 'intl.accept_languages': 'ja' },
  });
}
