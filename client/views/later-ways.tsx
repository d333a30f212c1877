import { waysJa } from '../text/later-ways-ja.ts';
import { addJapanese } from '../text/words.ts';
import { w } from '../ui/words.tsx';

addJapanese(waysJa);

/** Below the first screen, for who is not new: the ways back to the person they are. */
export function OtherWays() {
  return (
    <p class="tc">
      <a class="btn t" href="/join">
        {w('join.way')}
      </a>
    </p>
  );
}
