import type { ConversationRow } from '../state/conversations.ts';
import { Icon } from '../ui/icon.tsx';
import { Face } from './face.tsx';

/** Who one talks to by picture; of a group a sign that they are several. */
export function GroupFace({ row: { kind, others } }: { row: Pick<ConversationRow, 'kind' | 'others'> }) {
  const [only] = others;
  if (kind === 'pair' && only) return <Face person={only} />;
  return (
    <span class="av" aria-hidden="true">
      <Icon name="friends" />
    </span>
  );
}
