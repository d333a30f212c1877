import { syncNow } from '../actions/sync.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';

/** How many friends' pictures found no room or were held back, and the way to have them now; while only life travels, what stands before that. */
export function LeftOut() {
  const count = useApp((state) => state.picturesLeftOut);
  const isLifeOnly = useApp((state) => state.syncLine.lifeOnly);
  if (count === 0) return null;
  return (
    <>
      <p>{w('me.leftOut', { n: count })}</p>
      {isLifeOnly ? (
        <p class="m">{w('me.leftOutLife')}</p>
      ) : (
        <button class="btn w" onClick={() => void syncNow()}>
          {w('me.fetchPictures')}
        </button>
      )}
    </>
  );
}
