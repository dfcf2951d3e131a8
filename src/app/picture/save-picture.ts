/** Saves the view that is shown as a picture. */
import { saveBlob } from '../links.ts';
import { pictureOf } from './picture-of.ts';
import type { Picture } from './picture-of.ts';

/** No browser draws a larger side. */
const largestSide = 8_192;

/** Saves what the stage shows; `caption` stands below it. */
export async function savePicture(kind: 'svg' | 'png', name: string, caption: string): Promise<void> {
  const room = document.querySelector('.stage-room');
  const view = room?.firstElementChild;
  if (!(view instanceof HTMLElement)) return;
  const picture = pictureOf(view, caption);
  if (kind === 'svg') saveBlob(`${name}.svg`, new Blob([picture.svg], { type: 'image/svg+xml' }));
  else saveBlob(`${name}.png`, await toPng(picture));
}

/** Draws the vectors, two points of the picture for each of the screen's. */
async function toPng({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, largestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser makes no picture of this size'));
      else resolve(blob);
    }, 'image/png');
  });
}
