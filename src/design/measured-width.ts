let canvas: CanvasRenderingContext2D | null | undefined;
let family = '';

/**
 * How wide a line of text is in the page's own face, in CSS pixels: fonts differ by a fifth from one machine to the next. For places only:
 * which words are shown goes by estimates, so that a picture says the same on every machine.
 */
export function measuredWidth(text: string, sizePixels: number, weight = 400): number {
  if (canvas === undefined) {
    canvas = document.createElement('canvas').getContext('2d');
    family = getComputedStyle(document.documentElement).fontFamily;
  }
  if (canvas === null) return text.length * sizePixels * 0.55;
  canvas.font = `${String(weight)} ${String(sizePixels)}px ${family}`;
  return canvas.measureText(text).width;
}
