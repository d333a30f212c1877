import { useState } from 'preact/hooks';
import { copy } from '../actions/share.ts';
import type { Surroundings } from '../state/model.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** What stands above the first screen when this window is not what it seems: what was here is gone, or what comes will not stay. */
export function BeforeStart({ gone, isInside, wayOut, isFleeting, mayForget }: Surroundings) {
  return (
    <>
      {gone !== null && <Gone name={gone} />}
      {isInside && <InsideApp wayOut={wayOut} />}
      {isFleeting && (
        <Say what={w('before.fleeting')}>
          <p>{w('before.fleetingWhy')}</p>
        </Say>
      )}
      {mayForget && !isFleeting && (
        <Say what={w('before.mayForget')}>
          <p>{w('before.mayForgetWhy')}</p>
        </Say>
      )}
    </>
  );
}

function Gone({ name }: { name: string }) {
  return (
    <Say bad what={name ? w('before.gone', { name }) : w('before.goneUnknown')}>
      <p>{w('before.goneWhat')}</p>
      <p>{w('before.goneSafe')}</p>
      <p>{w('before.goneWay')}</p>
    </Say>
  );
}

/** Said of the window of a messenger: it has a storage of its own. Nobody is kept from going on in it. */
export function InsideApp({ wayOut }: Pick<Surroundings, 'wayOut'>) {
  const [isCopied, setCopied] = useState(false);
  const copyLink = async () => setCopied((await copy(location.href)) === 'copied');
  return (
    <Say what={w('before.inside')}>
      <p>{w('before.insideWhy')}</p>
      {wayOut ? (
        <p>
          <a class="btn" href={wayOut} target="_top">
            {w('before.wayOut')}
          </a>
        </p>
      ) : (
        <p>{w('before.menu')}</p>
      )}
      <p>
        <button type="button" class="btn t" onClick={() => void copyLink()}>
          {w('before.copy')}
        </button>
      </p>
      <p class="m" role="status">
        {isCopied && w('before.copied')}
      </p>
    </Say>
  );
}
