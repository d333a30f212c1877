import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useApp } from '../state/app.ts';
import type { ConversationView } from '../state/conversations.ts';
import type { PersonView } from '../state/model.ts';
import { arrivedAfter, firstUnread, talkRows, type TalkRow } from '../state/talk-rows.ts';
import { formatDay } from '../text/day.ts';
import { sayLast } from './last-words.ts';
import { plain, sayList, t } from '../text/words.ts';
import { w } from '../ui/words.tsx';
import { ConversationNoteLine } from './conversation-note.tsx';
import { LongList } from './long-list.tsx';
import { MessageIcon } from './message-icon.tsx';
import { MessageLine } from './message-line.tsx';
import { useEnd } from './use-end.ts';
import type { Talk } from './use-talk.ts';

const rowRem = 5;
/** So many rows before the one that is looked for are drawn with it. */
const rowsBefore = 6;

/** What was said, by days, the newest last. */
export function TalkLines(props: {
  talk: Talk;
  view: ConversationView;
  toEnd: RefObject<() => void>;
  /** What stands below, always in sight. */
  children: ComponentChildren;
}) {
  const { talk, view, toEnd } = props;
  const { lines, hasOlder, isPartial } = view;
  const list = useRef<HTMLUListElement>(null);
  const nowMs = useApp((state) => state.nowMs);
  const language = useApp((state) => state.language);
  // As it was when this was opened: the mark stays while one reads.
  const [newFrom] = useState(() => firstUnread(lines, view.unread));
  const rows = useMemo(() => talkRows(lines, newFrom), [lines, newFrom]);
  const startsAt = talk.wanted ?? (newFrom === undefined ? undefined : 'new');
  const end = useEnd(list, lines[0]?.id, startsAt);
  toEnd.current = end.toEnd;
  const timesOlder = useTimesOlder(lines);
  const arrived = useArrived(lines);
  const seen = useRef(lines);
  useEffect(() => {
    if (!end.isAbove) seen.current = lines;
  }, [end.isAbove, lines]);
  const isNewBelow = end.isAbove && arrivedAfter(seen.current, lines).length > 0;
  useGoTo(talk.wanted);
  const around = end.isAtEnd() ? rows.length : rows.findIndex(({ id }) => id === (end.seen() ?? startsAt));
  return (
    <>
      {hasOlder && (
        <p class="in foot">
          <button class="btn t w" onClick={talk.showOlder}>
            <span>{w('talk.older')}</span>
          </button>
        </p>
      )}
      {isPartial && !hasOlder && <p class="in foot m">{w('talk.unreadable')}</p>}
      {lines.length === 0 && <p class="in foot m">{w('talk.noLines')}</p>}
      <ul class="talk in" ref={list} aria-label={t('talk.lines')}>
        <LongList
          key={timesOlder}
          list={list}
          rows={rows}
          idOf={({ id }) => id}
          textOf={(row) => (row.kind === 'message' ? row.text : '')}
          draw={(row) => <Row key={row.id} row={row} view={view} nowMs={nowMs} />}
          stamp={`${new Date(nowMs).toDateString()} ${language} ${view.isOver} ${view.others.length}`}
          rowRem={rowRem}
          startAt={Math.max(0, around - rowsBefore)}
        />
      </ul>
      <p class="vh" role="status">
        {arrived &&
          t('talk.by', { name: arrived.by.name }) +
            plain(sayLast({ ...arrived, file: arrived.file?.kind ?? (arrived.place && 'place') }, true))}
      </p>
      <Unreachable persons={view.unreachable} />
      <div class="low">
        {end.isAbove && (
          <p class="below">
            <button class="btn t" onClick={end.toEnd}>
              <MessageIcon name="down" />
              <span>{isNewBelow ? w('talk.newBelow') : w('talk.toEnd')}</span>
            </button>
          </p>
        )}
        {props.children}
      </div>
    </>
  );
}

/** To whom nothing can be sealed yet. */
function Unreachable({ persons }: { persons: readonly PersonView[] }) {
  const names = sayList(
    persons.map(({ name }) => ({ parts: [name] })),
    'sep.list',
  );
  return persons.length > 0 ? <p class="in foot m">{w('talk.unreachable', { names })}</p> : null;
}

/** Goes to a message that was looked for once it is drawn, and says where it is. */
function useGoTo(wanted: string | undefined): void {
  useEffect(() => {
    if (wanted === undefined) return undefined;
    const timer = setTimeout(() => {
      const item = document.querySelector<HTMLElement>(`[data-id="${CSS.escape(wanted)}"]`);
      item?.scrollIntoView({ block: 'center' });
      item?.focus({ preventScroll: true });
    }, 50);
    return () => clearTimeout(timer);
  }, [wanted]);
}

/** How often older lines came before the first. Then rows have other places, and the list is drawn anew around those that are seen. */
function useTimesOlder(lines: ConversationView['lines']): number {
  const times = useRef(0);
  const firstId = useRef(lines[0]?.id);
  if (firstId.current !== lines[0]?.id) {
    if (lines.some(({ id }) => id === firstId.current)) times.current++;
    firstId.current = lines[0]?.id;
  }
  return times.current;
}

/** The newest that came since this was opened. */
function useArrived(lines: ConversationView['lines']) {
  const [first] = useState(lines);
  return useMemo(() => arrivedAfter(first, lines).at(-1), [first, lines]);
}

function Row({ row, view, nowMs }: { row: TalkRow; view: ConversationView; nowMs: number }) {
  switch (row.kind) {
    case 'message':
      return <MessageLine message={row} view={view} nowMs={nowMs} />;
    case 'note':
      return <ConversationNoteLine note={row} />;
    case 'new':
      return (
        <li class="new" data-id={row.id}>
          <h2>{w('talk.newFrom')}</h2>
        </li>
      );
    case 'day':
      return (
        <li class="day">
          <h2>{formatDay(row.atMs, nowMs)}</h2>
        </li>
      );
  }
}
