import type { ComponentChildren } from 'preact';
import { useApp } from '../state/app.ts';
import { formatSize } from '../text/time.ts';
import { w } from '../ui/words.tsx';

/** The one filled button of a sheet, in reach of the thumb, with where it goes first and how large it is. */
export function SheetBar({
  bytes,
  first,
  children,
}: {
  bytes: number;
  first?: ComponentChildren;
  children: ComponentChildren;
}) {
  const isOffline = useApp((state) => state.syncLine.reach === 'noSignal');
  const size = formatSize(bytes);
  return (
    <div class="bar">
      <div class="in s">
        {first}
        <button class="btn p w">
          <span>{children}</span>
        </button>
        <p class="m tc">{isOffline ? w('sheet.firstOffline', { size }) : w('sheet.first', { size })}</p>
      </div>
    </div>
  );
}
