/** Reads the text of the QR in what a camera shows, or nothing. */
export type QrDecoder = (video: HTMLVideoElement) => Promise<string | undefined>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}
declare const BarcodeDetector: DetectorClass | undefined;

// Most phones have a decoder of their own; desktops get one of 14 KB, loaded only here.
const longestSidePx = 640;

export async function createQrDecoder(): Promise<QrDecoder> {
  const own = await ownDetector();
  if (own) return async (video) => (await own.detect(video))[0]?.rawValue;
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, longestSidePx / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context?.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = context?.getImageData(0, 0, canvas.width, canvas.height);
    if (!image) return undefined;
    try {
      return decodeQR({ width: image.width, height: image.height, data: image.data });
    } catch {
      // The decoder throws for every picture without a QR in it, which is most of them.
      return undefined;
    }
  };
}

async function ownDetector(): Promise<Detector | undefined> {
  if (typeof BarcodeDetector === 'undefined') return undefined;
  const formats = await BarcodeDetector.getSupportedFormats().catch((): string[] => []);
  return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : undefined;
}
