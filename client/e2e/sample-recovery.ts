import { sampleState } from './sample-state.ts';

const minute = 60_000;

/** What a person does on a screen before it is looked at. */
export type Deed = { readonly click: string } | { readonly fill: string; readonly text: string };

/** Answers of the worker to what is asked about recovery words, and deeds. */
type Told = Readonly<Record<string, unknown>>;

// Sixteen bytes that nobody has.
const seed = Array.from({ length: 16 }, (_, i) => (i * 37 + 11) % 256);
const here: Told = {
  look: { is: 'words', seed, isRestored: false, leftOut: 0 },
  lookEscrow: { is: 'escrow', isKept: false },
};
const words = (told: Told, ...deeds: Deed[]) => {
  return (nowMs: number) => ({ ...sampleState(nowMs), told, deeds });
};
const onward: Deed = { click: 'main section .btn.p' };

const restore = (...deeds: Deed[]) => {
  return (nowMs: number) => ({
    ...sampleState(nowMs),
    phase: 'first-run',
    me: undefined,
    told: { restore: { is: 'trouble', why: 'unreachable' }, restoreByPassphrase: { is: 'trouble', why: 'wrong' } },
    deeds,
  });
};

/** The screens of recovery in their steps, the person page of who moved, and the device that was left behind. */
export const recoveryStates = {
  wordsBefore: words(here),
  wordsShown: words(here, onward),
  wordsAsked: words(
    here,
    onward,
    onward,
    { fill: 'main form input >> nth=0', text: 'ちがう' },
    { click: 'main form .btn.p' },
  ),
  wordsEscrow: words(here, { click: 'main section:last-child .btn.w' }),
  wordsOwn: words(
    here,
    { click: 'main section:last-child .btn.w' },
    { click: '[value=own]' },
    { click: 'main section:last-child form > .btn.w' },
  ),
  wordsOnPaper: (nowMs: number) => ({
    ...sampleState(nowMs),
    told: {
      look: { is: 'words', seed: null, atMs: nowMs - 90 * minute, isRestored: true, leftOut: 3 },
      lookEscrow: { is: 'escrow', isKept: true },
    },
  }),
  wordsOffline: words({ ...here, lookEscrow: { is: 'trouble', why: 'unreachable' } }),
  moved: words({ whenMoved: { is: 'moved', atMs: Date.UTC(2026, 9, 22, 3, 40) } }),
  back: restore(),
  backWrong: restore(
    {
      fill: '#words',
      text: 'そつう れきだい ほんやぐ わかす りくつ ばいか ろせん やちん そつう れきだい ほんやく わがめ',
    },
    { click: 'main form .btn.p' },
  ),
  backOffline: restore(
    {
      fill: '#words',
      text: 'そつう れきだい ほんやく わかす りくつ ばいか ろせん やちん そつう れきだい ほんやく わかめ',
    },
    { click: 'main form .btn.p' },
  ),
  backPassphrase: restore(
    { click: '[value=passphrase]' },
    { fill: '#who', text: '@kinue' },
    { fill: '#passphrase', text: 'うりきれ さいせい じゆう むろん とどける' },
    { click: 'main form .btn.p' },
  ),
  backHere: words({}),
  shutOut: (nowMs: number) => ({ ...sampleState(nowMs), phase: 'left', left: { waiting: 2, shutOut: 'replaced' } }),
};
