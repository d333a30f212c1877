import { decodeInvite } from '../../shared/device/invite-link.ts';
import { previewWords, type PreviewLanguage, type PreviewWords } from './preview-words.ts';

/** What stands in a messenger under a link, as plain text. */
export type Preview = { readonly title: string; readonly text: string; readonly languages: readonly PreviewLanguage[] };

/** Greatest length of a name in a preview, in characters as a person sees them; and in code points, for piles of marks on one. */
const mostGraphemes = 40;
const mostCodePoints = 80;
const graphemes = new Intl.Segmenter();

/** Whether a page under `path` is looked at by messengers before people open it. */
export function isLinkPath(path: string): boolean {
  return path.startsWith('/i/') || path.startsWith('/@');
}

/**
 * What the link to `path` says, from the link alone: nothing is looked up, so that a preview neither tells whether a handle exists nor costs a query. Null
 * for other paths and for an invitation that cannot be read.
 */
export function previewOf(path: string, languages: readonly PreviewLanguage[]): Preview | null {
  const plain = path.replace(/\/$/, '');
  const handle = /^\/(@\w{3,20})$/.exec(plain)?.[1]?.toLowerCase();
  if (handle !== undefined)
    return join(languages, ({ handle: title, handleWhat }) => [fill(title, { handle }), handleWhat]);
  const invite = plain.startsWith('/i/') ? decodeInvite(plain.slice(3)) : null;
  if (!invite) return null;
  const [name, kana] = [toPlainText(invite.name), toPlainText(invite.kana)];
  if (name === '') return join(languages, (words) => [words.inviteNameless, '']);
  return join(languages, (words) => [
    fill(words.invite, { who: name }),
    fill(words.inviteWhat, { who: kana === '' ? name : `${name}（${kana}）` }),
  ]);
}

/**
 * The languages of a preview by Accept-Language: the first of Japanese and English, both where neither is asked for. Crawlers of messengers mostly ask for
 * none, and what they fetch is shown to people whose language they do not know.
 */
export function languagesOf(accepted: string): readonly PreviewLanguage[] {
  const wanted = accepted
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const q = /^\s*q=([\d.]+)/.exec(rest.join(';'))?.[1];
      return { language: tag.toLowerCase().split('-')[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ language, weight }) => (language === 'ja' || language === 'en') && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)[0]?.language;
  return wanted === 'ja' || wanted === 'en' ? [wanted] : ['ja', 'en'];
}

/** `page` with the preview in its head, in place of its title. `origin` is that of the link, for the addresses that messengers want whole. */
export function withPreview(page: string, { title, text, languages }: Preview, origin: string, path: string): string {
  const meta = (name: 'name' | 'property', key: string, content: string) =>
    `<meta ${name}="${key}" content="${escapeHtml(content)}" />`;
  const locales = languages.map((language) => (language === 'ja' ? 'ja_JP' : 'en_US'));
  const head = [
    `<title>${escapeHtml(title)}</title>`,
    meta('property', 'og:title', title),
    ...(text === '' ? [] : [meta('name', 'description', text), meta('property', 'og:description', text)]),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:site_name', `${previewWords.ja.app} ${previewWords.en.app}`),
    meta('property', 'og:url', origin + path),
    ...locales.map((locale, i) => meta('property', i === 0 ? 'og:locale' : 'og:locale:alternate', locale)),
    meta('property', 'og:image', `${origin}/invite.png`),
    meta('property', 'og:image:type', 'image/png'),
    meta('property', 'og:image:width', '1200'),
    meta('property', 'og:image:height', '630'),
    meta('name', 'twitter:card', 'summary_large_image'),
    // Who holds the link of an invitation is let in by it: no index of pages shall have it.
    meta('name', 'robots', 'noindex'),
  ].join('\n    ');
  // By a function, because `$` in a name would be read as a mark of its own.
  return page.replace(/<title>[^<]*<\/title>/, () => head);
}

function join(
  languages: readonly PreviewLanguage[],
  say: (words: PreviewWords) => readonly [title: string, text: string],
): Preview {
  const said = languages.map((language) => say(previewWords[language]));
  const app = languages.map((language) => previewWords[language].app).join(' ');
  return {
    title: `${said.map(([title]) => title).join(' / ')} — ${app}`,
    text: said
      .map(([, text]) => text)
      .join(' ')
      .trim(),
    languages,
  };
}

function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** One short line: without controls, marks that turn the direction of what stands behind, and lone surrogates. */
function toPlainText(name: string): string {
  // What is cut away below need not be looked at: a link may be long.
  const line = name
    .slice(0, 1000)
    // The joiners make one picture of several, and parts of words in some scripts.
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const points = [...line].slice(0, mostCodePoints).join('');
  const characters = Array.from(graphemes.segment(points), ({ segment }) => segment);
  const isCut = points.length < line.length || characters.length > mostGraphemes;
  return isCut ? `${characters.slice(0, mostGraphemes - 1).join('')}…` : line;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
