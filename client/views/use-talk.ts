import { useEffect, useRef, useState } from 'preact/hooks';
import { closeConversation, messagesAtOnce, openConversation, takeWanted } from '../actions/messages.ts';
import { useApp } from '../state/app.ts';
import type { ConversationView } from '../state/conversations.ts';
import { sameLines } from '../state/talk-rows.ts';

/** An open conversation, and how one comes to its older lines. */
export interface Talk {
  /** Undefined until it is here; `missing` when this device has none of that name, `not-here` when what knows of it cannot be had now. */
  readonly view: ConversationView | 'missing' | 'not-here' | undefined;
  readonly showOlder: () => void;
  /** The message that was looked for, once it is among the lines; another object each time that it is. */
  readonly wanted: Wanted | undefined;
  /** Looks for a message of this conversation, however far back. */
  readonly goTo: (id: string) => void;
}

/** A message that one wants to see. */
export interface Wanted {
  readonly id: string;
}

const graceMs = 1_000;

/** Opens the conversation `id` as long as the screen stands, and keeps what did not change as it was. */
export function useTalk(id: string): Talk {
  const isKnown = useApp((state) => state.messages !== undefined);
  const open = useApp(({ messages }) => (messages?.open?.id === id ? messages.open : undefined));
  const [most, setMost] = useState(messagesAtOnce);
  const [answered, setAnswered] = useState<'open' | 'not-here'>();
  const [wanted, want] = useState(() => toWanted(takeWanted(id)));
  const kept = useRef<ConversationView | undefined>(undefined);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    void openConversation(id, most).then(({ ok }) => {
      // What is shown comes behind the answer.
      timer = setTimeout(() => setAnswered(ok ? 'open' : 'not-here'), ok ? graceMs : 0);
    });
    return () => clearTimeout(timer);
  }, [id, most, isKnown]);
  useEffect(() => closeConversation, [id]);

  if (open) kept.current = { ...open, lines: sameLines(kept.current?.lines ?? [], open.lines) };
  const view = open && kept.current;
  const isThere = view?.lines.some((line) => line.id === wanted?.id) ?? false;
  const mustGoBack = wanted !== undefined && view !== undefined && !isThere && view.hasOlder;
  // What was found may stand far back: each time twice as far.
  useEffect(() => {
    if (mustGoBack) setMost((before) => 2 * before);
  }, [mustGoBack, view?.lines.length]);
  return {
    view: view ?? (answered === 'open' ? (isKnown ? 'missing' : undefined) : answered),
    showOlder: () => setMost((before) => before + messagesAtOnce),
    wanted: isThere ? wanted : undefined,
    goTo: (message) => want({ id: message }),
  };
}

function toWanted(id: string | undefined): Wanted | undefined {
  return id === undefined ? undefined : { id };
}
