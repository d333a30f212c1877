import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
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
import { useEnd, type End } from './use-end.ts';
import type { Talk, Wanted } from './use-talk.ts';

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
  const startsAt = talk.wanted?.id ?? (newFrom === undefined ? undefined : 'new');
  const end = useEnd(list, lines[0]?.id, startsAt);
  toEnd.current = end.toEnd;
  const timesOlder = useTimesOlder(lines);
  const arrived = useArrived(lines);
  const seen = useRef(lines);
  useEffect(() => {
    if (!end.isAbove) seen.current = lines;
  }, [end.isAbove, lines]);
  const isNewBelow = end.isAbove && arrivedAfter(seen.current, lines).length > 0;
  const drawn = useGoTo(list, talk.wanted, end);
  const aroundId = drawn.isNew ? talk.wanted?.id : (end.seen() ?? startsAt);
  const isAtEnd = end.isAtEnd() && !drawn.isNew;
  const around = isAtEnd ? rows.length : rows.findIndex(({ id }) => id === aroundId);
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
          key={`${timesOlder} ${drawn.times}`}
          list={list}
          rows={rows}
          idOf={({ id }) => id}
          textOf={(row) => (row.kind === 'message' ? row.text : '')}
          draw={(row) => <Row key={row.id} row={row} view={view} nowMs={nowMs} onGo={talk.goTo} />}
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

const markMs = 2_000;

/**
 * Goes to a message that was looked for, with the focus, so that it is read out, and marks it for a moment. Where it is too far to be drawn the list is drawn anew
 * around it: how often, and whether for this one just now.
 */
function useGoTo(list: RefObject<HTMLElement | null>, wanted: Wanted | undefined, end: End) {
  const [drawnFor, draw] = useState<Wanted>();
  const before = useRef<Wanted | undefined>(undefined);
  const times = useRef(0);
  const isNew = drawnFor !== before.current;
  if (isNew) times.current++;
  before.current = drawnFor;
  const find = (id: string) => list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  // At once: what is far from the window is not drawn for long.
  useLayoutEffect(() => {
    if (drawnFor) find(drawnFor.id)?.scrollIntoView({ block: 'center' });
  }, [drawnFor]);
  useEffect(() => {
    if (wanted === undefined) return undefined;
    let mark: ReturnType<typeof setTimeout> | undefined;
    let item: HTMLElement | null | undefined;
    const go = setTimeout(() => {
      item = find(wanted.id);
      end.leave();
      if (!item) return draw(wanted);
      item.scrollIntoView({ block: 'center' });
      item.focus({ preventScroll: true });
      item.dataset['found'] = '';
      mark = setTimeout(() => delete item?.dataset['found'], markMs);
      end.look();
    }, 50);
    return () => {
      clearTimeout(go);
      clearTimeout(mark);
      delete item?.dataset['found'];
    };
  }, [wanted, drawnFor]);
  return { times: times.current, isNew };
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

function Row(props: { row: TalkRow; view: ConversationView; nowMs: number; onGo: (id: string) => void }) {
  const { row, view, nowMs, onGo } = props;
  switch (row.kind) {
    case 'message':
      return <MessageLine message={row} view={view} nowMs={nowMs} onGo={onGo} />;
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
