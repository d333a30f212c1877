import { useState } from 'preact/hooks';
import { addDevice, closeAdding, readJoinCode } from '../actions/devices.ts';
import { useApp } from '../state/app.ts';
import type { AddOutcome, AddView } from '../state/devices.ts';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { PasteField } from './paste-field.tsx';
import { QrReader } from './qr-reader.tsx';

const words = {
  left: 'device.left',
  waits: 'device.waits',
  taken: 'device.taken',
  noRoot: 'device.noRootHere',
  tooMany: 'device.tooMany',
  unreadable: 'device.unreadable',
} as const satisfies Readonly<Record<AddOutcome, string>>;

const readerWords = { hint: 'device.camera', way: 'device.cameraWay' } as const;

/** Adding a device: read the code that it shows, or paste it; see what it will be able to do; one tap. */
export function AddDevice() {
  const adding = useApp((state) => state.adding);
  const [isReading, setReading] = useState(false);
  if (adding) return <Ask adding={adding} />;
  if (isReading)
    return (
      <QrReader
        {...readerWords}
        onStop={() => setReading(false)}
        onText={(text) => {
          const isOurs = text.includes('tayori-join:');
          if (isOurs) void readJoinCode(text).then(() => setReading(false));
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
      <PasteField
        id="join-code"
        label={w('device.paste')}
        button={w('device.pasteGo')}
        bad={w('device.unreadable')}
        take={readJoinCode}
      />
    </section>
  );
}

/** What was read, and what it would mean. Afterwards what became of it stays in the same place. */
function Ask({ adding: { name, isPhone, outcome } }: { adding: AddView }) {
  const [isGoing, setGoing] = useState(false);
  const add = async () => {
    setGoing(true);
    await addDevice();
    setGoing(false);
  };
  const isAdded = outcome === 'left' || outcome === 'waits' || outcome === 'taken';
  const what = w(isPhone ? 'device.phone' : 'device.browser');
  return (
    <section class="card s">
      <h2>{name || what}</h2>
      {name && <p class="m">{what}</p>}
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
      {outcome !== 'left' && outcome !== 'taken' && (
        <button class="btn p w" disabled={isGoing} onClick={() => void add()}>
          <span>{outcome === 'waits' ? w('device.again') : w('device.addGo')}</span>
        </button>
      )}
      <button class="btn w" onClick={closeAdding}>
        {isAdded ? w('device.close') : w('device.no')}
      </button>
    </section>
  );
}
