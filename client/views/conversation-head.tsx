import { useApp } from '../state/app.ts';
import type { ConversationView } from '../state/conversations.ts';
import { formatMoment } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { MessageIcon } from './message-icon.tsx';
import { ConditionChip, Speaker } from './status-chip.tsx';

/** Above the words: how the other is, and in one sentence who can read. */
export function ConversationHead({ view }: { view: ConversationView }) {
  const { id, kind, others, isRequest, isOver } = view;
  const nowMs = useApp((state) => state.nowMs);
  const other = kind === 'pair' ? others[0]?.id : undefined;
  const status = useApp((state) => state.safety.find(({ person }) => person.id === other)?.status);
  return (
    <section class="card s" aria-label={t('talk.about')}>
      {status && (
        <p class="f">
          <ConditionChip status={status} nowMs={nowMs} />
          <small>
            <Speaker status={status} /> <time>{formatMoment(status.atMs, nowMs)}</time>
          </small>
        </p>
      )}
      <p class="f nw sealed">
        <span class="lab">
          <MessageIcon name="lock" />
          {w('talk.sealed')}
        </span>
        <small>{kind === 'pair' ? w('talk.sealedPair') : w('talk.sealedGroup', { n: others.length + 1 })}</small>
      </p>
      {!isRequest && (
        <p class="f">
          <a class="btn t q" href={`/messages/${id}/members`}>
            <MessageIcon name="gear" />
            <span>
              {kind === 'pair' ? w('talk.settings') : w('talk.members', { n: others.length + (isOver ? 0 : 1) })}
            </span>
          </a>
          {other !== undefined && status && (
            <a class="btn t q" href={`/safety/${other}`}>
              <Icon name="safety" />
              <span>{w('talk.toSafety')}</span>
            </a>
          )}
        </p>
      )}
    </section>
  );
}
