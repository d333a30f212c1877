import { useState } from 'preact/hooks';
import { addDevice, readJoinCode } from '../actions/devices.ts';
import type { AddOutcome, JoinRequest } from '../state/devices.ts';
import { Icon } from '../ui/icon.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { QrReader } from './qr-reader.tsx';

const words = {
  left: 'device.left',
  waits: 'device.waits',
  noRoot: 'device.noRootHere',
  tooMany: 'device.tooMany',
  unreadable: 'device.unreadable',
} as const satisfies Readonly<Record<AddOutcome, string>>;

const readerWords = { hint: 'device.camera', way: 'device.cameraWay' } as const;

type Asked = JoinRequest & { readonly code: string };

/** Adding a device: read the code that it shows, or paste it; see what it will be able to do; one tap. */
export function AddDevice({ onDone }: { onDone: () => void }) {
  const [isReading, setReading] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const read = async (code: string) => {
    const answer = await readJoinCode(code);
    if (answer.ok) setAsked({ ...answer.value, code });
    setReading(false);
    return answer.ok;
  };
  if (asked) return <Ask asked={asked} onDone={onDone} onCancel={() => setAsked(undefined)} />;
  if (isReading)
    return (
      <QrReader
        {...readerWords}
        onStop={() => setReading(false)}
        onText={(text) => {
          const isOurs = text.includes('tayori-join:');
          if (isOurs) void read(text);
          return isOurs;
        }}
      />
    );
  return (
    <section class="card s">
      <h2>{w('device.add')}</h2>
      <p>{w('device.addHow')}</p>
      <button class="btn p w" onClick={() => setReading(true)}>
        <Icon name="qr" />
        <span>{w('device.read')}</span>
      </button>
      <Paste onPaste={read} />
    </section>
  );
}

function Paste({ onPaste }: { onPaste: (text: string) => Promise<boolean> }) {
  const [text, setText] = useState('');
  const [isBad, setBad] = useState(false);
  const open = async (event: Event) => {
    event.preventDefault();
    setBad(!(await onPaste(text)));
  };
  return (
    <form class="s" onSubmit={(event) => void open(event)}>
      <label class="l" for="join-code">
        {w('device.paste')}
      </label>
      <div class="f nw">
        <input
          id="join-code"
          class="fld gr"
          type="text"
          autocomplete="off"
          value={text}
          aria-invalid={isBad}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setBad(false);
          }}
        />
        <button class="btn">{w('device.pasteGo')}</button>
      </div>
      {isBad && <Say bad what={w('device.unreadable')} />}
    </form>
  );
}

/** What was read, and what it would mean. Afterwards what became of it stays in the same place. */
function Ask({ asked, onDone, onCancel }: { asked: Asked; onDone: () => void; onCancel: () => void }) {
  const [outcome, setOutcome] = useState<AddOutcome>();
  const [isGoing, setGoing] = useState(false);
  const add = async () => {
    setGoing(true);
    const answer = await addDevice(asked.code);
    setGoing(false);
    if (!answer.ok) return;
    setOutcome(answer.value.outcome);
    onDone();
  };
  const isAdded = outcome === 'left' || outcome === 'waits';
  return (
    <section class="card s">
      <h2>{asked.name || w(asked.isPhone ? 'device.phone' : 'device.browser')}</h2>
      {asked.name && <p class="m">{asked.isPhone ? w('device.phone') : w('device.browser')}</p>}
      {!isAdded && (
        <>
          <p>{w('device.askCan')}</p>
          <p>{w('device.askCannot')}</p>
          <p class="m">{w('device.askOwn')}</p>
        </>
      )}
      <div role="status">
        {outcome && <p>{w(words[outcome])}</p>}
        {isGoing && <p class="m">{w('device.adding')}</p>}
      </div>
      {outcome !== 'left' && (
        <button class="btn p w" disabled={isGoing} onClick={() => void add()}>
          <span>{outcome === 'waits' ? w('device.again') : w('device.addGo')}</span>
        </button>
      )}
      <button class="btn w" onClick={onCancel}>
        {isAdded ? w('device.close') : w('device.no')}
      </button>
    </section>
  );
}
