import { useEffect, useState } from 'preact/hooks';
import { listDevices } from '../actions/devices.ts';
import type { DeviceCommands } from '../state/devices.ts';
import { w } from '../ui/words.tsx';
import { AddDevice } from './add-device.tsx';
import { DeviceCard, DeviceFacts } from './device-list.tsx';

type Listed = DeviceCommands['listDevices']['out'];

/** My devices on my own page: which is in hand, since when each is there, when it last wrote; and the way to what can be done about them. */
export function Devices({ deviceId }: { deviceId: string }) {
  const [listed, setListed] = useState<Listed>();
  useEffect(() => void listDevices().then(setListed), [deviceId]);
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
  const [listed, setListed] = useState<Listed>();
  const look = () => void listDevices().then(setListed);
  useEffect(look, []);
  if (!listed) return <p class="card m">{w('device.looking')}</p>;
  return (
    <>
      {listed.hasRoot ? <AddDevice onDone={look} /> : <p class="card">{w('device.noRoot')}</p>}
      <ul>
        {listed.devices.map((device) => (
          <DeviceCard key={device.id} device={device} hasRoot={listed.hasRoot} onDone={look} />
        ))}
      </ul>
    </>
  );
}
