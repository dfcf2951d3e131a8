/** Small tags as stamps: of hundreds, each is copied from a picture made once, which costs a fraction of drawing its outline. */
import type { Box } from './cells.ts';
import type { Palette } from './palette.ts';
import { drawSmallTag } from './tags.ts';
import type { TagMark } from './tags.ts';

/** Room around a tag for its line. */
const margin = 2;

/** Stamps for one canvas: for one theme and one ratio of pixels. */
export class TagStamps {
  private readonly stamps = new Map<string, HTMLCanvasElement>();
  private readonly canvas: CanvasRenderingContext2D;
  private readonly palette: Palette;
  private readonly ratio: number;

  constructor(canvas: CanvasRenderingContext2D, palette: Palette) {
    this.canvas = canvas;
    this.palette = palette;
    this.ratio = canvas.getTransform().a;
  }

  /** Draws a small tag at the nearest whole pixel. */
  draw(box: Box, mark: Pick<TagMark, 'isResponse' | 'direction' | 'state'>): void {
    if (mark.state !== 'flying') {
      drawSmallTag(this.canvas, this.palette, box, mark);
      return;
    }
    const { ratio } = this;
    const stamp = this.stampOf(box, mark);
    const snap = (place: number): number => Math.round((place - margin) * ratio) / ratio;
    this.canvas.drawImage(stamp, snap(box.x), snap(box.y), stamp.width / ratio, stamp.height / ratio);
  }

  private stampOf(box: Box, mark: Pick<TagMark, 'isResponse' | 'direction' | 'state'>): HTMLCanvasElement {
    const key = `${String(mark.isResponse)} ${String(mark.direction)} ${String(box.width)} ${String(box.height)}`;
    let stamp = this.stamps.get(key);
    if (stamp === undefined) {
      stamp = document.createElement('canvas');
      stamp.width = Math.ceil((box.width + margin * 2) * this.ratio);
      stamp.height = Math.ceil((box.height + margin * 2) * this.ratio);
      const brush = stamp.getContext('2d');
      brush?.scale(this.ratio, this.ratio);
      if (brush !== null) drawSmallTag(brush, this.palette, { ...box, x: margin, y: margin }, mark);
      this.stamps.set(key, stamp);
    }
    return stamp;
  }
}
