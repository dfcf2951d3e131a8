/** Pictures become a film file: MP4 where the browser writes H.264, which slides and phones play; WebM elsewhere. */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  WebMOutputFormat,
} from 'mediabunny';
import type { VideoCodec } from 'mediabunny';
import type { FilmPicture } from './record-film.ts';

/** The last picture stays for a moment. */
const lastSeconds = 1;

/** No encoder of a browser takes more of a picture than this. */
const largestSide = 1_920;

/** A film, and how its file's name ends. */
export interface Film {
  readonly blob: Blob;
  readonly extension: 'mp4' | 'webm';
}

/**
 * Draws each picture and hands it to the browser's encoder. `null`: the browser has none. `onShare` hears how much is written, from 0 to 1.
 * Ends with the signal's reason when the signal comes.
 */
export async function writeFilm(
  pictures: readonly FilmPicture[],
  { onShare, signal }: { readonly onShare: (share: number) => void; readonly signal: AbortSignal },
): Promise<Film | null> {
  const size = sizeOf(pictures);
  const codec = await codecFor(size);
  if (codec === null) return null;
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const brush = canvas.getContext('2d', { alpha: false });
  if (brush === null) return null;
  const extension = codec === 'avc' ? 'mp4' : 'webm';
  const target = new BufferTarget();
  const output = new Output({ format: extension === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, { codec, bitrate: QUALITY_VERY_HIGH });
  output.addVideoTrack(source);
  await output.start();
  for (const [index, picture] of pictures.entries()) {
    if (signal.aborted) {
      await output.cancel();
      signal.throwIfAborted();
    }
    await draw(brush, picture);
    const until = pictures[index + 1]?.atSeconds ?? picture.atSeconds + lastSeconds;
    const from = index === 0 ? 0 : picture.atSeconds;
    await source.add(from, until - from);
    onShare((index + 1) / pictures.length);
  }
  await output.finalize();
  const { buffer } = target;
  return buffer === null ? null : { blob: new Blob([buffer], { type: `video/${extension}` }), extension };
}

/** Encoders take even sides only. */
function sizeOf(pictures: readonly FilmPicture[]): { readonly width: number; readonly height: number } {
  const width = Math.max(...pictures.map((picture) => picture.width));
  const height = Math.max(...pictures.map((picture) => picture.height));
  const scale = Math.min(1, largestSide / Math.max(width, height));
  return { width: Math.ceil((width * scale) / 2) * 2, height: Math.ceil((height * scale) / 2) * 2 };
}

function codecFor(size: { readonly width: number; readonly height: number }): Promise<VideoCodec | null> {
  return getFirstEncodableVideoCodec(['avc', 'vp9', 'vp8', 'av1'], { ...size, bitrate: QUALITY_VERY_HIGH });
}

/** Draws a picture in the upper left corner; a view that grew smaller leaves paper. */
async function draw(brush: CanvasRenderingContext2D, { svg, width, height }: FilmPicture): Promise<void> {
  const { canvas } = brush;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(1, canvas.width / width, canvas.height / height);
  brush.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, Math.round(width * scale), Math.round(height * scale));
}
