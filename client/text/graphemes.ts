const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter() : undefined;

/** How many characters a person sees: an emoji of a family is one. Old engines count code points. */
export function countGraphemes(text: string): number {
  if (!segmenter) return [...text].length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

export function firstGrapheme(text: string): string {
  if (!segmenter) return [...text][0] ?? '';
  for (const { segment } of segmenter.segment(text)) return segment;
  return '';
}

/** The first words of a text for a title, cut between characters and marked as cut. */
export function beginningOf(text: string, most = 12): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = segmenter ? Array.from(segmenter.segment(line), ({ segment }) => segment) : [...line];
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}
