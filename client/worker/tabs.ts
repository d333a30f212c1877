import type { Answer, CommandMessage, CommandName, EngineMessage } from '../state/messages.ts';
import type { AppState } from '../state/model.ts';
import { holdAlone } from '../platform/locks.ts';

/** What the tab that keeps the storage does for all. */
export interface Writer {
  /** Opens the storage; called once, when no other tab has it. */
  begin(): Promise<void>;
  serve(command: CommandMessage): Promise<Answer<CommandName>>;
  /** All that is shown, for a tab that came later. */
  wholeState(): Partial<AppState>;
}

export interface Tabs {
  /** A command of this tab's page; the answer comes by `tell`. */
  ask(command: CommandMessage): void;
  /** Shows a change in every tab. */
  show(change: Partial<AppState>): void;
}

type TabMessage =
  | { readonly what: 'hello' | 'writer' }
  | { readonly what: 'ask'; readonly tab: string; readonly command: CommandMessage }
  | { readonly what: 'answer'; readonly tab: string; readonly id: string; readonly answer: Answer<CommandName> }
  | { readonly what: 'state'; readonly change: Partial<AppState> };

/**
 * One writer across tabs: two that wrote at once would give one number twice. The first tab holds a lock and has the storage open; the others send
 * it what their pages ask and show what it shows. When it closes, the next one takes over, and what was not answered is asked again: by its id it is
 * done once, although the tab that closed may have done it.
 */
export function joinTabs(tab: string, writer: Writer, tell: (message: EngineMessage) => void): Tabs {
  const channel = new BroadcastChannel('tayori-tabs');
  const post = (message: TabMessage) => channel.postMessage(message);
  const unanswered = new Map<string, CommandMessage>();
  let isWriter = false;

  async function serveOwn(command: CommandMessage): Promise<void> {
    const answer = await writer.serve(command);
    unanswered.delete(command.id);
    tell({ kind: 'answer', id: command.id, answer });
  }

  channel.onmessage = async ({ data }: MessageEvent<TabMessage>) => {
    switch (data.what) {
      case 'hello':
        if (isWriter) post({ what: 'state', change: writer.wholeState() });
        return;
      case 'ask':
        if (isWriter)
          post({ what: 'answer', tab: data.tab, id: data.command.id, answer: await writer.serve(data.command) });
        return;
      case 'answer':
        if (data.tab === tab && unanswered.delete(data.id)) tell({ kind: 'answer', id: data.id, answer: data.answer });
        return;
      case 'state':
        tell({ kind: 'state', change: data.change });
        return;
      case 'writer':
        for (const command of unanswered.values()) post({ what: 'ask', tab, command });
    }
  };

  void holdAlone('tayori-storage', async () => {
    await writer.begin();
    isWriter = true;
    post({ what: 'writer' });
    post({ what: 'state', change: writer.wholeState() });
    for (const command of [...unanswered.values()]) await serveOwn(command);
  });
  post({ what: 'hello' });

  return {
    ask(command) {
      unanswered.set(command.id, command);
      if (isWriter) void serveOwn(command);
      else post({ what: 'ask', tab, command });
    },
    show(change) {
      tell({ kind: 'state', change });
      post({ what: 'state', change });
    },
  };
}
