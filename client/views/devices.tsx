import { useEffect, useState } from 'preact/hooks';
import { listDevices } from '../actions/devices.ts';
import { useApp } from '../state/app.ts';
import type { DeviceView } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { w } from '../ui/words.tsx';

/** My devices: which is in hand, since when each is there, and when it last wrote. */
export function Devices({ deviceId }: { deviceId: string }) {
  const nowMs = useApp((state) => state.nowMs);
  const [devices, setDevices] = useState<readonly DeviceView[]>();
  useEffect(() => void listDevices().then(setDevices), [deviceId]);
  return (
    <section class="card s">
      <h2>{w('device.title')}</h2>
      {devices ? (
        <ul class="s">
          {devices.map((device) => (
            <li key={device.id}>
              <Device device={device} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="m">{w('me.deviceId', { id: deviceId.slice(0, 8) })}</p>
      )}
    </section>
  );
}

function Device({ device, nowMs }: { device: DeviceView; nowMs: number }) {
  const { id, isPhone, isHere, isCut, firstMs, lastMs } = device;
  const name = isPhone ? w('device.phone') : w('device.browser');
  return (
    <>
      {isCut ? <span class="m">{name}</span> : <b>{name}</b>} {isHere && <span class="lab">{w('me.device')}</span>}
      <small class="bl">{w('me.deviceId', { id: id.slice(0, 8) })}</small>
      {isCut && <small class="bl">{w('device.cut')}</small>}
      {firstMs !== undefined && <small class="bl">{w('device.first', { time: formatMoment(firstMs, nowMs) })}</small>}
      {lastMs !== undefined && <small class="bl">{w('device.last', { time: formatMoment(lastMs, nowMs) })}</small>}
    </>
  );
}
