import type { Page } from 'playwright';

/** Lets it be `shiftMs` later for the page and its workers, now and when it is opened again. Playwright's own clock does not reach workers. */
export async function shiftClock(page: Page, shiftMs: number): Promise<void> {
  await page.evaluate((ms) => {
    localStorage.setItem('tayoriShiftMs', String(ms));
    const channel = new BroadcastChannel('tayoriShiftMs');
    channel.postMessage(ms);
    channel.close();
  }, shiftMs);
}
