import { useEffect, useState } from 'preact/hooks';
import { findInviteToken, makeInvite } from '../actions/friends.ts';
import { go } from '../actions/navigate.ts';
import { canPassOn, copy, passOn } from '../actions/share.ts';
import { useApp } from '../state/app.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import { PasteField } from './paste-field.tsx';
import { QrCode } from './qr-code.tsx';
import { QrReader } from './qr-reader.tsx';

const loadFind = async () => (await import('./later-screens.ts')).FindHandle;

/** Becoming friends: show my QR, read theirs, pass on a link, or paste one: all of it works without network. A handle needs the server. */
export function AddFriend() {
  const me = useApp((state) => state.me);
  const link = useApp((state) => state.invite?.link);
  const [isReading, setReading] = useState(false);
  useEffect(() => {
    if (!link) void makeInvite();
  }, [link]);
  if (isReading) return <QrReader onStop={() => setReading(false)} />;
  return (
    <>
      <div class="in s3 tc">
        <p>
          <b class="f3">{me?.name}</b> <small>{me?.kana}</small>
        </p>
        {link ? <QrCode text={link} label={t('add.qrLabel')} /> : <p>{w('add.making')}</p>}
        <p class="m">{w('add.qrHow')}</p>
        <button class="btn p w" onClick={() => setReading(true)}>
          <Icon name="qr" />
          <span>{w('add.read')}</span>
        </button>
      </div>
      {link && <PassOn link={link} />}
      <section class="card">
        <PasteField
          id="paste"
          label={w('add.paste')}
          button={w('add.pasteGo')}
          bad={w('add.pasteBad')}
          isLink
          take={openInvite}
        />
      </section>
      <Lazy load={loadFind} failed={<p class="card m">{w('say.chunk')}</p>} given={{}} />
    </>
  );
}

function PassOn({ link }: { link: string }) {
  const [said, say] = useState<'add.copied' | 'add.copyFailed'>();
  const hand = async (how: (link: string) => Promise<string>) => {
    const outcome = await how(link);
    if (outcome === 'copied') say('add.copied');
    else if (outcome === 'failed') say('add.copyFailed');
  };
  return (
    <section class="card s gap">
      <div class="f">
        {canPassOn() && (
          <button class="btn gr" onClick={() => void hand(passOn)}>
            {w('add.share')}
          </button>
        )}
        <button class="btn gr" onClick={() => void hand(copy)}>
          {w('add.copy')}
        </button>
      </div>
      <p class="m" role="status">
        {said && <b>{w(said)}</b>}
      </p>
      <p class="m">{w('add.linkWho')}</p>
      <label class="l" for="link">
        {w('add.link')}
      </label>
      <input id="link" class="fld" readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
    </section>
  );
}

function openInvite(text: string): boolean {
  const token = findInviteToken(text);
  if (token) go(`/i/${token}`);
  return token !== undefined;
}
