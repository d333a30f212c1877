import { benchDurable } from './browser-durable.ts';
import { benchVoice } from './browser-voice.ts';
import type { Report } from './report.ts';

/** What only a real Chromium can tell: how fast its storage is filled and what it puts on the wire. */
export async function benchBrowser(report: Report): Promise<void> {
  await benchVoice(report);
  await benchDurable(report);
}
