import { Empty } from '../ui/empty.tsx';
import { w } from '../ui/words.tsx';

/** For an address that no screen has. */
export function Lost() {
  return (
    <Empty icon="warn" title={w('say.lost')} why={w('say.lostWhy')}>
      <a class="btn" href="/">
        {w('say.toHome')}
      </a>
    </Empty>
  );
}
