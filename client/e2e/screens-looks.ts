const languages = ['ja', 'ja-easy', 'en'] as const;
/** How a screen is looked at. */
export type Look = {
  readonly language: (typeof languages)[number];
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  readonly text: string;
  /** Each screen in every state; else in its first one. */
  readonly isWhole?: true;
  /** Nothing but sizes differs from another look, which axe has seen. */
  readonly isSizeOnly?: true;
  readonly zoom?: number;
  readonly forced?: true;
};
const phone = { width: 360, height: 740, theme: 'light', text: 'normal' } as const;
const narrow = { ...phone, width: 320, height: 640 } as const;
/** Every way in which screens are looked at. */
export const looks: readonly Look[] = [
  // Everything in each language, the two that take more room on the narrowest screen.
  { ...phone, language: 'ja', isWhole: true },
  { ...narrow, language: 'ja-easy', isWhole: true },
  { ...narrow, language: 'en', isWhole: true },
  ...languages.map((language) => ({ ...phone, language, theme: 'dark' }) as const),
  ...languages.map((language) => ({ ...phone, language, text: 'larger', isSizeOnly: true }) as const),
  { language: 'ja', width: 1280, height: 800, theme: 'dark', text: 'normal' },
  { language: 'en', width: 1280, height: 800, theme: 'dark', text: 'normal' },
  // The size of a tablet, a laptop at 200 % (half of its pixels in each direction), and colours that the system forces on everything: once each.
  { language: 'en', width: 768, height: 1024, theme: 'light', text: 'normal', isSizeOnly: true },
  { language: 'ja-easy', width: 640, height: 400, theme: 'light', text: 'normal', zoom: 2, isSizeOnly: true },
  { ...phone, language: 'ja', forced: true },
  { ...phone, language: 'ja', theme: 'dark', forced: true },
];

const main = [
  'home',
  'safety',
  'person',
  'status',
  'checkIn',
  'write',
  'voice',
  'outbox',
  'friends',
  'friend',
  'me',
  'where',
  'messages',
  'pair',
  'group',
];
/** The pictures that are committed: each main screen once, and where looks differ most. `npm run pictures` makes them anew. */
const kept: readonly { look: string; names: readonly string[] }[] = [
  { look: 'ja-360-light-normal', names: main },
  { look: 'ja-360-dark-normal', names: ['home', 'safety', 'status'] },
  { look: 'ja-360-light-normal-forced', names: ['home', 'safety'] },
  { look: 'ja-easy-320-light-normal', names: ['safety', 'status'] },
  { look: 'en-768-light-normal', names: ['safety'] },
  { look: 'en-1280-dark-normal', names: ['home', 'safety'] },
];

/** How a look is called in the name of a picture. */
export function nameOf({ language, width, theme, text, forced }: Look): string {
  return [language, width, theme, text, ...(forced ? ['forced'] : [])].join('-');
}

/** Whether a picture of a screen in its first state is committed. */
export function isCommitted(name: string, look: Look): boolean {
  return kept.some((one) => one.look === nameOf(look) && one.names.includes(name));
}
