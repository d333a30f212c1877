import { useEffect, useState } from 'preact/hooks';
import { readPicture, setPicture } from '../actions/picture.ts';
import { useApp } from '../state/app.ts';
import type { MeView, NewPicture } from '../state/model.ts';
import { formatSize } from '../text/time.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { Face } from './face.tsx';

/** My picture: chosen or taken, looked at, and only then put on the card. */
export function MyPicture({ me }: { me: MeView }) {
  const hasPicture = useApp((state) => state.pictures[me.id] !== undefined);
  const [chosen, setChosen] = useState<NewPicture | null>();
  const [said, say] = useState<'picture.saved' | 'picture.gone'>();
  const read = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (file) setChosen(await readPicture(file));
    input.value = '';
  };
  const put = async (picture: NewPicture | null) => {
    if (!(await setPicture(picture)).ok) return;
    setChosen(undefined);
    say(picture ? 'picture.saved' : 'picture.gone');
  };
  return (
    <section class="card s3 tc">
      <h2>{w('picture.title')}</h2>
      {chosen ? (
        <>
          <Preview picture={chosen} />
          <p class="m">{w('picture.what', { size: formatSize(chosen.data.length) })}</p>
          <button class="btn p w" onClick={() => void put(chosen)}>
            {w('picture.use')}
          </button>
          <button class="btn w" onClick={() => setChosen(undefined)}>
            {w('picture.not')}
          </button>
        </>
      ) : (
        <>
          <p class="mid face">
            <Face person={me} />
          </p>
          <Pick label="picture.choose" onPick={(input) => void read(input)} />
          <Pick label="picture.take" capture="user" onPick={(input) => void read(input)} />
          {hasPicture && (
            <button class="btn w" onClick={() => void put(null)}>
              {w('picture.remove')}
            </button>
          )}
          {chosen === null && <Say bad what={w('picture.unreadable')} />}
        </>
      )}
      <p class="m" role="status">
        {said && w(said)}
      </p>
    </section>
  );
}

/** Phones show a camera where `capture` asks for one; everything else shows its files. */
function Pick(props: {
  label: 'picture.choose' | 'picture.take';
  capture?: 'user';
  onPick: (input: HTMLInputElement) => void;
}) {
  return (
    <label class="btn w pick">
      <input
        class="vh"
        type="file"
        accept="image/*"
        capture={props.capture}
        onChange={(event) => props.onPick(event.currentTarget)}
      />
      <span>{w(props.label)}</span>
    </label>
  );
}

function Preview({ picture }: { picture: NewPicture }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([picture.data], { type: `image/${picture.type}` }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return (
    <p class="mid face">
      <span class="av">{address && <img src={address} alt="" />}</span>
    </p>
  );
}
