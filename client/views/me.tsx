import { useEffect, useState } from 'preact/hooks';
import { setName } from '../actions/create-person.ts';
import { chooseLanguageHere, chooseTextSize, chooseTheme } from '../actions/preferences.ts';
import { lookAtStorage } from '../actions/storage.ts';
import { useApp } from '../state/app.ts';
import type { MeView, TextSize, Theme } from '../state/model.ts';
import { formatSize } from '../text/time.ts';
import { say } from '../text/words.ts';
import { Choice } from '../ui/choice.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { ChooseDataUse } from './data-use.tsx';
import { Devices } from './devices.tsx';
import { Files } from './files.tsx';
import { Install } from './install.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { LeftOut } from './left-out.tsx';
import { MyHandle } from './my-handle.tsx';
import { MyPicture } from './my-picture.tsx';
import { NameFields, nameTrouble } from './name-fields.tsx';
import { Quiet } from './quiet.tsx';
import { Sounds } from './sounds.tsx';

const themes = [
  ['auto', 'me.themeAuto'],
  ['light', 'me.themeLight'],
  ['dark', 'me.themeDark'],
] as const satisfies readonly (readonly [Theme, string])[];

const sizes = [
  ['normal', 'me.textNormal'],
  ['large', 'me.textLarge'],
  ['larger', 'me.textLarger'],
] as const satisfies readonly (readonly [TextSize, string])[];

const loadTellsRead = async () => (await import('./later-messages.ts')).TellsRead;

/** What concerns me and this device: name, keys, language, colours, what is stored. */
export function Me() {
  const me = useApp((state) => state.me);
  const theme = useApp((state) => state.theme);
  const textSize = useApp((state) => state.textSize);
  const language = useApp((state) => state.language);
  const { usedBytes, freeBytes, isPersistent } = useApp((state) => state.storage);
  const entries = useApp((state) => state.entries);
  const hasMessages = useApp((state) => state.messages !== undefined);
  useEffect(() => void lookAtStorage(), []);
  return (
    <>
      {me && <Name key={`${me.name}|${me.kana}`} me={me} />}
      {me && <MyPicture me={me} />}
      {me && <MyHandle />}
      {me && (
        <section class="card s">
          <h2>{w('audience.title')}</h2>
          <p>{w('audience.now', { who: say(`audience.${me.audience.who}`) })}</p>
          <a class="btn w" href="/me/audience">
            {w('mine.change')}
          </a>
        </section>
      )}
      <section class="card s">
        <h2>{w('me.keys')}</h2>
        {me?.wasAdded ? (
          <p>{w('device.noWords')}</p>
        ) : (
          <>
            {me?.hasRecoveryWords ? <p>{w('me.keysSafe')}</p> : <Say what={w('me.keysOnly')} />}
            <a class="btn w" href="/me/words">
              {me?.hasRecoveryWords ? w('rwords.look') : w('rwords.open')}
            </a>
          </>
        )}
      </section>
      <section class="card s3">
        <LanguageChoice language={language} onChoose={(chosen) => void chooseLanguageHere(chosen)} />
        <fieldset>
          <legend>{w('me.text')}</legend>
          <div class="tags">
            {sizes.map(([value, key]) => (
              <Choice key={value} name="size" value={value} chosen={textSize} onChoose={chooseTextSize}>
                <span>{w(key)}</span>
              </Choice>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>{w('me.theme')}</legend>
          <div class="tags">
            {themes.map(([value, key]) => (
              <Choice key={value} name="theme" value={value} chosen={theme} onChoose={chooseTheme}>
                <span>{w(key)}</span>
              </Choice>
            ))}
          </div>
        </fieldset>
      </section>
      {me && (
        <section class="card s">
          <ChooseDataUse />
        </section>
      )}
      {hasMessages && (
        <section class="card s">
          <Lazy load={loadTellsRead} failed={<p class="m">{w('say.chunk')}</p>} given={{}} />
        </section>
      )}
      <Sounds />
      {me && <Quiet />}
      <section class="card s">
        <h2>{w('me.storage')}</h2>
        <ul>
          <li>{w('me.entries', { n: entries })}</li>
          {usedBytes !== undefined && <li>{w('me.used', { size: formatSize(usedBytes) })}</li>}
          {freeBytes !== undefined && <li>{w('me.free', { size: formatSize(freeBytes) })}</li>}
        </ul>
        <LeftOut />
        <p class="m">
          {isPersistent === undefined
            ? w('me.persistUnknown')
            : isPersistent
              ? w('me.persistent')
              : w('me.notPersistent')}
        </p>
      </section>
      <Files />
      <Install />
      {me && <Devices deviceId={me.deviceId} />}
      {me && (
        <section class="card s">
          <h2>{w('leave.title')}</h2>
          <p class="m">{w('leave.what')}</p>
          <a class="btn w" href="/me/leave">
            {w('leave.look')}
          </a>
        </section>
      )}
      <p class="in foot">
        <a class="btn w" href="/help">
          {w('help.title')}
        </a>
      </p>
    </>
  );
}

function Name({ me }: { me: MeView }) {
  const [fields, setFields] = useState({ name: me.name, kana: me.kana });
  const [tried, setTried] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const trouble = nameTrouble(fields);
  const isSame = fields.name.trim() === me.name && fields.kana.trim() === me.kana;
  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!trouble && !isSame) setSaved((await setName(fields.name, fields.kana)).ok);
  };
  return (
    <form class="card s3" onSubmit={(event) => void save(event)}>
      <NameFields fields={fields} onChange={setFields} trouble={tried ? trouble : undefined} />
      <button class="btn w" disabled={isSame}>
        {w('me.save')}
      </button>
      <p class="m" role="status">
        {isSaved && w('me.saved')}
      </p>
    </form>
  );
}
