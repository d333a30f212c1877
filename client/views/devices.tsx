import { useEffect } from 'preact/hooks';
import { lookAtDevices } from '../actions/devices.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';
import { AddDevice } from './add-device.tsx';
import { Join } from './join.tsx';
import { DeviceCard, DeviceFacts } from './device-list.tsx';

/** My devices on my own page: which is in hand, since when each is there, when it last wrote; and the way to what can be done about them. */
export function Devices({ deviceId }: { deviceId: string }) {
  const listed = useApp((state) => state.devices);
  useEffect(() => void lookAtDevices(), [deviceId]);
  return (
    <section class="card s">
      <h2>{w('device.title')}</h2>
      {listed ? (
        <ul class="s">
          {listed.devices.map((device) => (
            <li key={device.id}>
              <DeviceFacts device={device} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="m">{w('me.deviceId', { id: deviceId.slice(0, 8) })}</p>
      )}
      <a class="btn w" href="/me/devices">
        {w('device.manage')}
      </a>
    </section>
  );
}

/** The screen of my devices: add one, name them, stop one. */
export function DevicesScreen() {
  const listed = useApp((state) => state.devices);
  const mustBeAdded = useApp((state) => state.deviceNews?.mustBeAdded);
  const look = () => void lookAtDevices();
  useEffect(look, []);
  if (!listed) return <p class="card m">{w('device.looking')}</p>;
  return (
    <>
      {listed.hasRoot ? <AddDevice /> : <NoRoot />}
      {mustBeAdded && <Join />}
      <ul>
        {listed.devices.map((device) => (
          <DeviceCard key={device.id} device={device} hasRoot={listed.hasRoot} onDone={look} />
        ))}
      </ul>
    </>
  );
}

function NoRoot() {
  return (
    <section class="card s">
      <h2>{w('device.add')}</h2>
      <p>{w('device.noRoot')}</p>
    </section>
  );
}
