import { maxPictureBytes, type pictureType } from '../../shared/kinds/values.ts';

/** A picture as it is sent. */
export interface SmallPicture {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly type: keyof typeof pictureType;
}

const sides = [256, 192, 128, 96];
const longSides = [1280, 960, 720, 540, 400, 280];
const qualities = [0.85, 0.7, 0.55, 0.4, 0.25];

/**
 * The middle square of an image as WebP, or JPEG where the browser writes none, in at most 20,480 bytes: quality falls before size does. Drawn anew, so that
 * nothing of the file but what is seen goes along: no place, no time, no camera. Null for what the browser cannot read as an image.
 */
export function shrinkPicture(file: Blob): Promise<SmallPicture | null> {
  return shrink(file, sides, maxPictureBytes, drawSquare);
}

/** A whole image, its longer side at most 1,280 px, as WebP or JPEG in at most `mostBytes`. Drawn anew as well. Null for what is no image. */
export function shrinkWhole(file: Blob, mostBytes: number): Promise<SmallPicture | null> {
  return shrink(file, longSides, mostBytes, drawWhole);
}

async function shrink(
  file: Blob,
  sizes: readonly number[],
  mostBytes: number,
  draw: (image: ImageBitmap, side: number) => HTMLCanvasElement,
): Promise<SmallPicture | null> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch (reason) {
    console.info('Not an image.', reason);
    return null;
  }
  try {
    for (const side of sizes) {
      const canvas = draw(image, side);
      for (const quality of qualities) {
        const small = await encode(canvas, quality);
        if (small && small.data.length <= mostBytes) return small;
      }
    }
    return null;
  } finally {
    image.close();
  }
}

function drawSquare(image: ImageBitmap, side: number): HTMLCanvasElement {
  const cut = Math.min(image.width, image.height);
  return draw(image, { x: (image.width - cut) / 2, y: (image.height - cut) / 2, width: cut, height: cut }, side / cut);
}

function drawWhole(image: ImageBitmap, side: number): HTMLCanvasElement {
  const { width, height } = image;
  return draw(image, { x: 0, y: 0, width, height }, Math.min(1, side / Math.max(width, height)));
}

/** A part of an image, larger or smaller. */
function draw(
  image: ImageBitmap,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  scale: number,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(part.width * scale));
  canvas.height = Math.max(1, Math.round(part.height * scale));
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('no canvas');
  // JPEG knows no transparency, and black would come out behind it.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(image, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
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
