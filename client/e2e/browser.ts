import { chromium, type Browser } from 'playwright';
import { chromiumLaunchOptions } from '../../server/tools/chromium.mjs';

/** A headless Chromium; each `newContext()` of it is another person's browser with storage of its own. */
export async function launchBrowser(args: string[] = []): Promise<Browser> {
  const options = await chromiumLaunchOptions();
  return chromium.launch({ ...options, args: [...options.args, ...args] });
}
