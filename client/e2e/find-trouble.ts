import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';
import type { Look } from './screens-looks.ts';

/** What a person would trip over, each in words. In the page. */
export function findTrouble(): string[] {
  const found: string[] = [];
  /** Whether a finger that misses its middle by 22 px still meets it: a name may be smaller than the row that leads where it does. */
  function canBeTouched(element: Element): boolean {
    element.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    return [
      [0, -21],
      [0, 21],
      [-21, 0],
      [21, 0],
    ].every(([dx = 0, dy = 0]) => element.contains(document.elementFromPoint(x + dx, y + dy)));
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`scrolls sideways: ${scrollWidth} of ${innerWidth}`);
  for (const element of document.querySelectorAll<HTMLElement>('button, a[href], input, textarea, select, label.opt')) {
    const { width, height } = element.getBoundingClientRect();
    const isHidden = width < 2 || height < 2 || !element.checkVisibility({ opacityProperty: true });
    const isInText = element.matches('p a, .skip') || (element.matches('input') && element.closest('label') !== null);
    if (isHidden || isInText) continue;
    if ((Math.round(height) < 44 || Math.round(width) < 44) && !canBeTouched(element))
      found.push(`${element.tagName} "${element.textContent?.trim().slice(0, 30)}" is ${width} x ${height}`);
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden')
      found.push(`"${element.textContent?.trim().slice(0, 30)}" is cut off`);
  }
  return found;
}

/** Kanji without a reading. In the page. */
export function findBareKanji(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isRead = node.parentElement?.closest('ruby, script, noscript, [lang=ja]:not(html)');
    if (!isRead && /\p{sc=Han}/u.test(node.textContent ?? '')) found.push(`no reading: ${node.textContent}`);
  }
  return found;
}

/** What axe finds on a page that has it. */
export async function findByAxe(page: Page, { language, forced, isSizeOnly }: Look): Promise<string[]> {
  if (isSizeOnly) return [];
  const { violations } = await page.evaluate(
    ({ hasReadings, isForced }) => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
      // axe takes readings for words that a name must hold too; in the other languages the same names are asked.
      // Of forced colours it sees those that we asked for, not those that are shown.
      return axe.run({
        // Nothing but these is read. What passed is not described, which takes most of the time.
        resultTypes: ['violations'],
        rules: { 'label-content-name-mismatch': { enabled: !hasReadings }, 'color-contrast': { enabled: !isForced } },
      });
    },
    { hasReadings: language === 'ja-easy', isForced: forced ?? false },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
