import { useState } from 'preact/hooks';
import type { AnsweredView, ConversationView, MessageView } from '../state/conversations.ts';
import { sayPlace } from '../text/place.ts';
import { formatClock, formatDay } from '../text/day.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { drawSpoken, w } from '../ui/words.tsx';
import { MessageActions } from './message-actions.tsx';
import { MessageDelivery } from './message-delivery.tsx';
import { MessageIcon } from './message-icon.tsx';
import { MessageFile } from './message-file.tsx';
import { RefusedMessage } from './refused-message.tsx';

/** One message: mine at the right, those of others at the left. What can be done with it is asked for. */
export function MessageLine(props: {
  message: MessageView;
  view: ConversationView;
  nowMs: number;
  /** Leads to another message of the conversation. */
  onGo: (id: string) => void;
}) {
  const { message, view, nowMs, onGo } = props;
  const { id, by, isMine, atMs, isWithdrawn } = message;
  const [isOpen, setOpen] = useState(false);
  const who = isMine ? t('talk.me') : by.name;
  return (
    <li class={isMine ? 'me' : ''} data-id={id} tabIndex={-1}>
      {view.kind === 'group' && !isMine && <small class="by">{by.name}</small>}
      {view.kind === 'pair' || isMine ? <span class="vh">{t('talk.by', { name: who })}</span> : null}
      <div class="said">
        <div class="b">
          {isWithdrawn ? (
            <p class="m">{w('talk.withdrawn')}</p>
          ) : (
            <Said message={message} who={who} nowMs={nowMs} onGo={onGo} />
          )}
        </div>
        {!isWithdrawn && (
          <button
            class="ic"
            aria-expanded={isOpen}
            aria-label={t('talk.more', { name: who, time: formatClock(atMs) })}
            onClick={() => setOpen(!isOpen)}
          >
            <MessageIcon name="more" />
          </button>
        )}
      </div>
      {isOpen && !isWithdrawn && <MessageActions message={message} view={view} onEnd={() => setOpen(false)} />}
      {message.refused ? (
        <RefusedMessage message={message} />
      ) : message.delivery && !isWithdrawn ? (
        <MessageDelivery delivery={message.delivery} isGroup={view.kind === 'group'} nowMs={nowMs} />
      ) : (
        <small class="when">
          <time>{formatClock(atMs)}</time>
          {message.clamped && <span class="bl">{w('voice.clamped')}</span>}
        </small>
      )}
      <Earlier words={isWithdrawn ? [] : message.earlier} />
    </li>
  );
}

function Said(props: { message: MessageView; who: string; nowMs: number; onGo: (id: string) => void }) {
  const { message, who, nowMs, onGo } = props;
  const { answers, file, place, text, atMs } = message;
  const when = `${formatDay(atMs, nowMs)} ${formatClock(atMs)}`;
  return (
    <>
      {answers && <Answered to={answers} onGo={onGo} />}
      {file && <MessageFile file={file} who={who} when={when} />}
      {place && (
        <p class="spot">
          <Icon name="pin" />
          <b>{drawSpoken(sayPlace(place))}</b>
        </p>
      )}
      {text && <p class="pre">{text}</p>}
    </>
  );
}

/** The first words of what is answered, or why they are missing. With `onGo` they lead there, where it is here. */
export function Answered({ to, onGo }: { to: AnsweredView; onGo?: ((id: string) => void) | undefined }) {
  const { id, by, isMine, text, isWithdrawn } = to;
  if (text === undefined) return <p class="to m">{w('talk.answerGone')}</p>;
  const words = (
    <>
      <small class="bl">{isMine ? w('talk.answerMine') : w('talk.answerTo', { name: by?.name ?? '' })}</small>
      <span class="clip bl">{isWithdrawn ? w('talk.withdrawn') : text || w('talk.noWords')}</span>
    </>
  );
  if (!onGo) return <p class="to">{words}</p>;
  return (
    <button class="to" onClick={() => onGo(id)}>
      {words}
      <span class="vh">{w('talk.toAnswered')}</span>
    </button>
  );
}

function Earlier({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <details class="earlier">
      <summary>{w('talk.corrected')}</summary>
      <ul>
        {words.map((text, i) => (
          <li key={i} class="pre m">
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
