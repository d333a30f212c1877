import { useState } from 'preact/hooks';
import { cutDevice, nameDevice } from '../actions/devices.ts';
import { useApp } from '../state/app.ts';
import type { DeviceView } from '../state/devices.ts';
import { formatMoment } from '../text/time.ts';
import { Choice } from '../ui/choice.tsx';
import { w } from '../ui/words.tsx';

type Reason = NonNullable<DeviceView['reason']>;

const reasons = [
  ['retired', 'device.retired'],
  ['lost', 'device.lost'],
  ['stolen', 'device.stolen'],
] as const satisfies readonly (readonly [Reason, string])[];

/** What is known of one device: what it is, since when, and whether it counts. */
export function DeviceFacts({ device }: { device: DeviceView }) {
  const nowMs = useApp((state) => state.nowMs);
  const { id, name, isPhone, isHere, isCut, reason, firstMs, lastMs } = device;
  const what = isPhone ? w('device.phone') : w('device.browser');
  const why = reasons.find(([value]) => value === reason)?.[1];
  return (
    <>
      {isCut ? <span class="m">{name ?? what}</span> : <b>{name ?? what}</b>}{' '}
      {isHere && <span class="lab">{w('me.device')}</span>}
      {name !== undefined && <small class="bl">{what}</small>}
      <small class="bl">{w('me.deviceId', { id: id.slice(0, 8) })}</small>
      {isCut && <small class="bl">{w('device.cut')}</small>}
      {why && <small class="bl">{w(why)}</small>}
      {firstMs !== undefined && <small class="bl">{w('device.first', { time: formatMoment(firstMs, nowMs) })}</small>}
      {lastMs !== undefined && <small class="bl">{w('device.last', { time: formatMoment(lastMs, nowMs) })}</small>}
    </>
  );
}

/** One of my devices with what can be done about it; `onDone` hears when something was. */
export function DeviceCard({ device, hasRoot, onDone }: { device: DeviceView; hasRoot: boolean; onDone: () => void }) {
  const [doing, setDoing] = useState<'name' | 'stop'>();
  const done = () => {
    setDoing(undefined);
    onDone();
  };
  return (
    <li class="card s">
      <div>
        <DeviceFacts device={device} />
      </div>
      {doing === 'name' && <Rename device={device} onDone={done} />}
      {doing === 'stop' && <Stop device={device} onDone={done} onCancel={() => setDoing(undefined)} />}
      {doing === undefined && (
        <div class="f">
          <button class="btn gr" onClick={() => setDoing('name')}>
            {w('device.rename')}
          </button>
          {hasRoot && !device.isHere && !device.isCut && (
            <button class="btn gr" onClick={() => setDoing('stop')}>
              {w('device.stop')}
            </button>
          )}
        </div>
      )}
      {hasRoot && device.isCut && device.beyond !== undefined && <Beyond device={device} onDone={done} />}
    </li>
  );
}

function Rename({ device, onDone }: { device: DeviceView; onDone: () => void }) {
  const [name, setName] = useState(device.name ?? '');
  const save = async (event: Event) => {
    event.preventDefault();
    if ((await nameDevice(device.id, name)).ok) onDone();
  };
  return (
    <form class="s" onSubmit={(event) => void save(event)}>
      <label class="l" for={`name-${device.id}`}>
        {w('device.name')}
      </label>
      <input
        id={`name-${device.id}`}
        class="fld"
        maxLength={40}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button class="btn w">{w('me.save')}</button>
    </form>
  );
}

/** Why, what follows from it, and what will not count: all of it is said before the one button. */
function Stop({ device, onDone, onCancel }: { device: DeviceView; onDone: () => void; onCancel: () => void }) {
  const [reason, setReason] = useState<Reason>();
  const [isGoing, setGoing] = useState(false);
  const stop = async () => {
    if (!reason) return;
    setGoing(true);
    const answer = await cutDevice(device.id, reason);
    setGoing(false);
    if (answer.ok) onDone();
  };
  return (
    <div class="s">
      <fieldset>
        <legend>{w('device.why')}</legend>
        <div class="tags">
          {reasons.map(([value, key]) => (
            <Choice key={value} name={`why-${device.id}`} value={value} chosen={reason} onChoose={setReason}>
              <span>{w(key)}</span>
            </Choice>
          ))}
        </div>
      </fieldset>
      <p>{w('device.stopWhat')}</p>
      <p class="m">{w('device.stopKeeps')}</p>
      <p class="m">{w('device.stopNot')}</p>
      <button class="btn p w" disabled={!reason || isGoing} onClick={() => void stop()}>
        <span>{w('device.stopGo')}</span>
      </button>
      <button class="btn w" onClick={onCancel}>
        {w('device.no')}
      </button>
    </div>
  );
}

function Beyond({ device, onDone }: { device: DeviceView; onDone: () => void }) {
  const count = async () => {
    if ((await cutDevice(device.id, device.reason ?? 'retired')).ok) onDone();
  };
  return (
    <div class="s">
      <p>{w('device.beyond', { n: device.beyond ?? 0 })}</p>
      {device.reason !== 'retired' && <p class="m">{w('device.beyondCare')}</p>}
      <button class="btn w" onClick={() => void count()}>
        {w('device.beyondGo')}
      </button>
    </div>
  );
}
