import { setTellsRead } from '../actions/messages.ts';
import { useApp } from '../state/app.ts';
import { Tick } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

/** Whether others see that I have read their messages. It is one choice for all conversations. */
export function TellsRead() {
  const tellsRead = useApp(({ messages }) => messages?.tellsRead);
  if (tellsRead === undefined) return null;
  return (
    <>
      <h2>{w('talk.readTitle')}</h2>
      <div class="tags">
        <Tick checked={tellsRead} onChange={(wanted) => void setTellsRead(wanted)}>
          {w('talk.tellsRead')}
        </Tick>
      </div>
      <p class="m">{w('talk.tellsReadWhat')}</p>
    </>
  );
}
