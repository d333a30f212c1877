import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** So near to the end one reads what comes. */
const nearPx = 40;
const hands = ['wheel', 'touchmove', 'keydown'] as const;
const handMs = 1_000;
/** A turn of the wheel is under way so long at least. */
const upwardsMs = 500;

interface Kept {
  readonly id: string;
  readonly top: number;
}

/** Where an open conversation stands, and how it is led elsewhere. */
export interface End {
  /** One reads above the end. */
  readonly isAbove: boolean;
  readonly toEnd: () => void;
  /** What is drawn or comes from now on does not lead back to the end, until one is there again. */
  readonly leave: () => void;
  /** Finds out anew where one stands, after one was led somewhere. */
  readonly look: () => void;
  readonly isAtEnd: () => boolean;
  /** The item at the top of the window, around which the list should be drawn. */
  readonly seen: () => string | undefined;
}

/**
 * Where an open conversation stands: at its end, and then it stays there when something comes; or above it, and then nothing moves under the eyes, whatever is
 * drawn above or below. Items that stay say who they are by `data-id`; `firstId` is the
 * first of them.
 */
export function useEnd(
  list: RefObject<HTMLElement | null>,
  firstId: string | undefined,
  startsAt: string | undefined,
): End {
  const isAtEnd = useRef(startsAt === undefined);
  const [isAbove, setAbove] = useState(false);
  const kept = useRef<Kept | undefined>(undefined);
  const look = useRef<() => void>(() => undefined);

  const toEnd = () => {
    isAtEnd.current = true;
    setAbove(false);
    scrollTo(0, document.documentElement.scrollHeight);
  };
  useLayoutEffect(() => {
    const { current: ul } = list;
    if (!ul) return undefined;
    if (startsAt === undefined) toEnd();
    else find(ul, startsAt)?.scrollIntoView({ block: 'start' });
    const settle = () => {
      if (isAtEnd.current) scrollTo(0, document.documentElement.scrollHeight);
      else if (!keepsByItself && kept.current) hold(ul, kept.current);
    };
    let [lastY, lastHeight, byHandMs, upMs] = [scrollY, 0, -Infinity, -Infinity];
    const noteHand = (event: Event) => {
      if (event.target instanceof HTMLTextAreaElement) return;
      byHandMs = performance.now();
      // What this begins is not undone by what is drawn before the page has moved.
      if (!(event instanceof WheelEvent) || event.deltaY >= 0 || scrollY === 0) return;
      isAtEnd.current = false;
      upMs = byHandMs;
    };
    const note = () => {
      const { scrollHeight } = document.documentElement;
      const isByHand = scrollHeight === lastHeight || performance.now() - byHandMs < handMs;
      // Only a person who goes up leaves the end: it also moves away when something is drawn or comes.
      const isNear = scrollY + innerHeight >= scrollHeight - nearPx;
      if (isNear && performance.now() - upMs > upwardsMs) isAtEnd.current = true;
      else if (scrollY < lastY && isByHand) isAtEnd.current = false;
      [lastY, lastHeight] = [scrollY, scrollHeight];
      setAbove(!isAtEnd.current);
      kept.current = firstSeen(ul);
    };
    look.current = note;
    const watch = new ResizeObserver(settle);
    watch.observe(ul);
    // The field below grows with what is written.
    watch.observe(document.body);
    addEventListener('scroll', note, { passive: true });
    for (const kind of hands) addEventListener(kind, noteHand, { passive: true });
    addEventListener('resize', settle);
    // After the shell has scrolled to where screens begin.
    const timer = setTimeout(settle);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      removeEventListener('scroll', note);
      for (const kind of hands) removeEventListener(kind, noteHand);
      removeEventListener('resize', settle);
    };
  }, []);
  // Older ones came before the first: the list was drawn anew around the item that one saw.
  const before = useRef(firstId);
  if (list.current && before.current !== firstId) kept.current = firstSeen(list.current);
  useLayoutEffect(() => {
    const { current: ul } = list;
    if (ul && before.current !== firstId && kept.current && !isAtEnd.current) hold(ul, kept.current);
    before.current = firstId;
  }, [firstId]);
  return {
    isAbove,
    toEnd,
    leave: () => {
      isAtEnd.current = false;
    },
    look: () => look.current(),
    isAtEnd: () => isAtEnd.current,
    seen: () => kept.current?.id,
  };
}

// Other browsers move what one reads when something above it grows.
const keepsByItself = CSS.supports('overflow-anchor', 'auto');

function find(ul: Element, id: string): Element | null {
  return ul.querySelector(`[data-id="${CSS.escape(id)}"]`);
}

function firstSeen(ul: Element): Kept | undefined {
  for (const item of ul.querySelectorAll<HTMLElement>('[data-id]')) {
    const { top, bottom } = item.getBoundingClientRect();
    if (bottom > 0) return { id: item.dataset['id'] ?? '', top };
  }
  return undefined;
}

function hold(ul: Element, { id, top }: Kept): void {
  const item = find(ul, id);
  if (item) scrollBy(0, item.getBoundingClientRect().top - top);
}
