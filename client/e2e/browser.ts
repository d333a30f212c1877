import { chromium, type Browser, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../../server/tools/chromium.mjs';

/** A headless Chromium; each `newContext()` of it is another person's browser with storage of its own. */
export async function launchBrowser(args: string[] = []): Promise<Browser> {
  const options = await chromiumLaunchOptions();
  return chromium.launch({ ...options, args: [...options.args, ...args] });
}

/** A page of another person's phone, in Japanese. */
export async function newPhone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(30_000);
  return context.newPage();
}
