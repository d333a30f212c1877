import { languageNames, tagOf, type Language } from '../text/language.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

/** Each language by its own name, so that one can find back. */
export function LanguageChoice(props: { language: Language; onChoose: (language: Language) => void }) {
  return (
    <fieldset>
      <legend>{w('me.language')}</legend>
      <div class="tags">
        {(Object.keys(languageNames) as Language[]).map((language) => (
          <Choice key={language} name="language" value={language} chosen={props.language} onChoose={props.onChoose}>
            <span lang={tagOf(language)}>{languageNames[language]}</span>
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}
