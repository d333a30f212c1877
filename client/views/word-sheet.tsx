import { codeOfSeed, type WordLanguage } from '../actions/recovery.ts';
import { tagOf } from '../text/language.ts';
import { t } from '../text/words.ts';
import { w } from '../ui/words.tsx';
import { QrCode } from './qr-code.tsx';

// Two columns, each read from its top, as they are written on paper.
const sheet = { display: 'grid', gridAutoFlow: 'column', gridTemplate: 'repeat(6, auto) / 1fr 1fr', gap: '8px' };

/** Twelve numbered words to be written on paper, and the same as a code. */
export function WordSheet(props: {
  words: readonly string[];
  language: WordLanguage;
  seed: Uint8Array;
  onWritten: () => void;
}) {
  const { words, language, seed, onWritten } = props;
  return (
    <>
      <p>{w('rwords.write')}</p>
      <ol class="f3" lang={tagOf(language)} style={sheet}>
        {words.map((word, i) => (
          <li key={i}>
            <span class="m">{i + 1}</span> <b>{word}</b>
          </li>
        ))}
      </ol>
      <QrCode text={codeOfSeed(seed)} label={t('rwords.qrLabel')} />
      <p class="m">{w('rwords.qr')}</p>
      <button class="btn p w" onClick={onWritten}>
        <span>{w('rwords.written')}</span>
      </button>
    </>
  );
}
