import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const broughtByLoad = new Map<unknown, unknown>();

/** What `load` brings from a file of its own, once it is here, or `missing` when that file cannot be had now. */
export function useLater<T extends object>(load: () => Promise<T>): T | 'missing' | undefined {
  const [isMissing, setMissing] = useState(false);
  const [brought, setBrought] = useState(broughtByLoad.get(load) as T | undefined);
  useEffect(() => {
    if (brought) return;
    load().then(
      (part) => {
        broughtByLoad.set(load, part);
        setBrought(part);
      },
      (reason: unknown) => {
        console.warn('A part of the app could not be loaded.', reason);
        setMissing(true);
      },
    );
  }, [load]);
  return brought ?? (isMissing ? 'missing' : undefined);
}

type Load<P> = () => Promise<ComponentType<P>>;
const loadedByLoad = new Map<unknown, unknown>();

/** Draws a component that is in a file of its own, and `failed` when that file cannot be had. Nothing spins meanwhile. `given` is what it is drawn with. */
export function Lazy<P extends object>({
  load,
  failed,
  given,
}: {
  load: Load<P>;
  failed: ComponentChildren;
  given: P;
}) {
  const [, redraw] = useState({});
  const [broken, setBroken] = useState<Load<P>>();
  const Loaded = loadedByLoad.get(load) as ComponentType<P> | undefined;
  useEffect(() => {
    if (Loaded) return;
    load().then(
      (component) => {
        loadedByLoad.set(load, component);
        redraw({});
      },
      (reason: unknown) => {
        console.warn('A part of the app could not be loaded.', reason);
        setBroken(() => load);
      },
    );
  }, [load]);
  if (Loaded) return <Loaded {...given} />;
  return <>{broken === load ? failed : null}</>;
}
