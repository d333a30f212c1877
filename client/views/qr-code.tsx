import { useEffect, useState } from 'preact/hooks';
import { drawQr } from '../actions/qr.ts';

/** A QR as one path; black on white in any theme, because cameras want it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawing, setDrawing] = useState<{ size: number; path: string }>();
  useEffect(() => {
    let isWanted = true;
    void drawQr(text).then((drawn) => isWanted && setDrawing(drawn));
    return () => {
      isWanted = false;
    };
  }, [text]);
  if (!drawing) return <div class="qr" />;
  const { size, path } = drawing;
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
