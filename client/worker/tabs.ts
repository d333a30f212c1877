import type { Answer, CommandMessage, CommandName, EngineMessage } from '../state/messages.ts';
import type { Change } from '../state/change.ts';
import type { AppState } from '../state/model.ts';
import type { Place } from '../db/place.ts';

/** What the tab that keeps the storage does for all. */
export interface Writer {
  /** Opens the storage; called when no other tab has it. */
  begin(): Promise<void>;
  /** Forgets what was open: another tab has the storage now. */
  end(): void;
  serve(command: CommandMessage): Promise<Served>;
  /** All that is shown, for a tab that came later. */
  wholeState(): Partial<AppState>;
}

/** The answer to a command, and what became different by it: nobody was told that yet. */
export interface Served {
  readonly answer: Answer<CommandName>;
  readonly change?: Change | undefined;
}

export interface Tabs {
  /** A command of this tab's page; the answer comes by `tell`. */
  ask(command: CommandMessage): void;
  /** Shows a change in every tab. */
  show(change: Change): void;
}

type TabMessage =
  | { readonly what: 'hello' | 'writer' }
  | { readonly what: 'ask'; readonly tab: string; readonly command: CommandMessage }
  | { readonly what: 'answer'; readonly tab: string; readonly id: string; readonly answer: Answer<CommandName> }
  | { readonly what: 'state'; readonly change: Change };

const lookingCommands: ReadonlySet<CommandName> = new Set([
  'findHandle',
  'readInvite',
  'openPerson',
  'listVoices',
  'openConversation',
]);

/**
 * One writer across tabs: two that wrote at once would give one number twice. The tab that has the place has the storage open; the others send
 * it what their pages ask and show what it shows. When it closes, or is overtaken in its sleep, the next one takes over, and what was not answered is asked
 * again: by its id it is done once, although the tab before may have done it.
 */
export function joinTabs(
  tab: string,
  writer: Writer,
  place: Pick<Place, 'take' | 'turn' | 'look'>,
  tell: (message: EngineMessage) => void,
): Tabs {
  const channel = new BroadcastChannel('tayori-tabs');
  const post = (message: TabMessage) => channel.postMessage(message);
  const unanswered = new Map<string, CommandMessage>();
  // What this page looks at, by the name of the command: a tab that takes over knows nothing of it.
  const looks = new Map<CommandName, CommandMessage>();
  let openTurn = 0;
  // Nobody else is told as long as nobody else was heard.
  let isAlone = true;
  const isWriter = () => openTurn > 0 && openTurn === place.turn();

  async function serve(command: CommandMessage, give: (served: Served) => void): Promise<void> {
    const turn = openTurn;
    const served = await writer.serve(command);
    // Overtaken meanwhile, it does not know what became of it: the tab that has the place now is asked the same.
    if (isWriter() && turn === openTurn) give(served);
  }

  const serveOwn = (command: CommandMessage) =>
    serve(command, (served) => {
      unanswered.delete(command.id);
      tell({ kind: 'answer', id: command.id, ...served });
      if (served.change) showOthers(served.change);
    });

  const serveOther = (asker: string, command: CommandMessage) =>
    serve(command, ({ answer, change }) => {
      if (change) show(change);
      post({ what: 'answer', tab: asker, id: command.id, answer });
    });

  function show(change: Change): void {
    if (place.turn() === 0) return;
    tell({ kind: 'state', change });
    showOthers(change);
  }

  function showOthers(change: Change): void {
    if (!isAlone) post({ what: 'state', change });
  }

  const askAgain = () => {
    for (const command of unanswered.values()) post({ what: 'ask', tab, command });
  };

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    isAlone = false;
    switch (data.what) {
      case 'hello':
        if (isWriter()) post({ what: 'state', change: writer.wholeState() });
        return;
      case 'ask':
        if (isWriter()) void serveOther(data.tab, data.command);
        return;
      case 'answer':
        if (data.tab === tab && unanswered.delete(data.id)) tell({ kind: 'answer', id: data.id, answer: data.answer });
        return;
      case 'state':
        tell({ kind: 'state', change: data.change });
        return;
      case 'writer':
        place.look();
        // It may take itself for alone.
        post({ what: 'hello' });
        askAgain();
    }
  };

  async function takeTurns(): Promise<never> {
    for (;;) {
      const { lost } = await place.take();
      await writer.begin();
      openTurn = place.turn();
      for (const look of looks.values()) {
        const { change } = unanswered.has(look.id) ? {} : await writer.serve(look);
        if (change) show(change);
      }
      if (isWriter()) {
        post({ what: 'writer' });
        post({ what: 'state', change: writer.wholeState() });
        for (const command of [...unanswered.values()]) await serveOwn(command);
      }
      await lost;
      openTurn = 0;
      writer.end();
      post({ what: 'hello' });
      askAgain();
    }
  }

  void takeTurns();
  post({ what: 'hello' });

  return {
    ask(command) {
      if (lookingCommands.has(command.name)) looks.set(command.name, command);
      unanswered.set(command.id, command);
      if (isWriter()) void serveOwn(command);
      else post({ what: 'ask', tab, command });
    },
    show,
  };
}
