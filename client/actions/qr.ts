import { watchCamera, type CameraOutcome } from '../platform/camera.ts';

/** The dark squares of a QR as one path on a grid of `size`; the encoder is loaded on first use. */
export async function drawQr(text: string): Promise<{ size: number; path: string }> {
  const { encodeQR } = await import('qr');
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 });
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      const from = x;
      while (row[x]) x += 1;
      if (x > from) path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  });
  return { size: rows.length, path };
}

/** Calls `onText` with each QR that comes into the camera's picture until `signal` says stop. */
export async function readQrFromCamera(
  video: HTMLVideoElement,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<CameraOutcome> {
  if (!navigator.mediaDevices) return 'none';
  const { createQrDecoder } = await import('../platform/qr-decoder.ts');
  const decode = await createQrDecoder();
  return watchCamera(
    video,
    async (frame) => {
      const text = await decode(frame);
      if (text && !signal.aborted) onText(text);
    },
    signal,
  );
}
