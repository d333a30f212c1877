import { maxPictureBytes, type pictureType } from '../../shared/kinds/values.ts';

/** A picture as it is sent. */
export interface SmallPicture {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly type: keyof typeof pictureType;
}

const sides = [256, 192, 128, 96];
const qualities = [0.85, 0.7, 0.55, 0.4, 0.25];

/**
 * The middle square of an image as WebP, or JPEG where the browser writes none, in at most 20,480 bytes: quality falls before size does. Drawn anew, so that
 * nothing of the file but what is seen goes along: no place, no time, no camera. Null for what the browser cannot read as an image.
 */
export async function shrinkPicture(file: Blob): Promise<SmallPicture | null> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (reason) {
    console.info('Not an image.', reason);
    return null;
  }
  try {
    for (const side of sides) {
      const canvas = drawSquare(image, side);
      for (const quality of qualities) {
        const small = await encode(canvas, quality);
        if (small && small.data.length <= maxPictureBytes) return small;
      }
    }
    return null;
  } finally {
    image.close();
  }
}

function drawSquare(image: ImageBitmap, side: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('no canvas');
  const cut = Math.min(image.width, image.height);
  // JPEG knows no transparency, and black would come out behind it.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, side, side);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(image, (image.width - cut) / 2, (image.height - cut) / 2, cut, cut, 0, 0, side, side);
  return canvas;
}

async function encode(canvas: HTMLCanvasElement, quality: number): Promise<SmallPicture | null> {
  const blob = (await toBlob(canvas, 'webp', quality)) ?? (await toBlob(canvas, 'jpeg', quality));
  if (!blob) return null;
  const type = blob.type === 'image/webp' ? 'webp' : 'jpeg';
  return { data: new Uint8Array(await blob.arrayBuffer()), type };
}

/** Null where the browser answers with another type than it was asked for. */
function toBlob(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob?.type === `image/${type}` ? blob : null), `image/${type}`, quality);
  });
}
