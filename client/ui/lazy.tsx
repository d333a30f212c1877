import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Load = () => Promise<ComponentType>;
const loadedByLoad = new Map<Load, ComponentType>();

/** Draws a component that is in a file of its own, and `failed` when that file cannot be had. Nothing spins meanwhile. */
export function Lazy({ load, failed }: { load: Load; failed: ComponentChildren }) {
  const [, redraw] = useState({});
  const [broken, setBroken] = useState<Load>();
  const Loaded = loadedByLoad.get(load);
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
  if (Loaded) return <Loaded />;
  return <>{broken === load ? failed : null}</>;
}
