import { writeFileSync } from 'node:fs';
import encodeQR from 'qr';

const [width, height] = [640, 480];

/** Writes a one-picture film in which a QR of `text` is held to the camera: what Chromium's fake camera plays (YUV4MPEG2). */
export function writeQrVideo(path: string, text: string): void {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const scale = Math.floor((height * 0.9) / rows.length);
  const [left, top] = [(width - rows.length * scale) >> 1, (height - rows.length * scale) >> 1];
  const luma = Buffer.alloc(width * height, 150);
  rows.forEach((row, y) =>
    row.forEach((isDark, x) => {
      for (let line = 0; line < scale; line += 1) {
        const from = (top + y * scale + line) * width + left + x * scale;
        luma.fill(isDark ? 30 : 220, from, from + scale);
      }
    }),
  );
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  writeFileSync(path, Buffer.concat([head, frame, frame]));
}
