/** The marks of log and timeline on a canvas: the same shapes as `Glyph`, 14 px, told by shape before colour. */
import { drawPath } from './brush.ts';
import type { Brush } from './brush.ts';
import type { GlyphName } from '../Glyph.tsx';
import type { Palette } from './palette.ts';

interface Stroke {
  readonly path: string;
  readonly width: number;
  readonly color: keyof Palette & ('ink' | 'ink3' | 'leader' | 'insync' | 'outsync' | 'offline' | 'loss' | 'nowEdge');
  readonly fill?: keyof Palette & ('ink' | 'ink3' | 'leader' | 'now' | 'lossWash');
  readonly dash?: readonly number[];
}

const shapes: Readonly<Record<GlyphName, readonly Stroke[]>> = {
  you: [{ path: 'M2 1l9 6-4 1 2 4.5-2 .8-1.8-4.5L2 11z', width: 0, color: 'ink', fill: 'ink' }],
  leader: [{ path: 'M1 12V3l3 4.3L7 2l3 5.3L13 3v9z', width: 0, color: 'leader', fill: 'leader' }],
  'left-isr': [
    { path: 'M1 3h12v8H1z', width: 1.5, color: 'outsync', dash: [3, 2] },
    { path: 'M3 10l5-6M7 10l5-6', width: 1.3, color: 'outsync' },
  ],
  'joined-isr': [{ path: 'M2.5 7.5l3 3L11.5 4', width: 2, color: 'insync' }],
  fenced: [
    { path: 'M12.5 7a5.5 5.5 0 1 1-11 0a5.5 5.5 0 1 1 11 0', width: 2, color: 'offline', dash: [1.5, 2.5] },
    { path: 'M5 5l4 4M9 5l-4 4', width: 1.6, color: 'offline' },
  ],
  ended: [{ path: 'M2.5 2.5l9 9M11.5 2.5l-9 9', width: 2.4, color: 'ink' }],
  started: [{ path: 'M2 4.5h10M3 4.5V12M11 4.5V12', width: 2, color: 'ink' }],
  lost: [
    { path: 'M1 1h12v12H1z', width: 1.5, color: 'loss', fill: 'lossWash' },
    { path: 'M1.5 5.5l7 7M1.5 1.5l11 11M5.5 1.5l7 7', width: 1.2, color: 'loss' },
  ],
  error: [{ path: 'M7 1.5v7M7 11.5v.6', width: 2, color: 'loss' }],
  invariant: [{ path: 'M1.5 12L7 2l5.5 10zM7 6v2.5M7 10.2v.1', width: 1.5, color: 'loss' }],
  latest: [{ path: 'M2 2h10v10H2z', width: 1, color: 'nowEdge', fill: 'now' }],
  control: [{ path: 'M1 4h12v6H1zM5 4v6M9 4v6', width: 1.3, color: 'ink' }],
  plain: [{ path: 'M5 5h4v4H5z', width: 0, color: 'ink3', fill: 'ink3' }],
};

/** Draws a mark with its middle at a point. */
export function drawGlyph(canvas: Brush, palette: Palette, name: GlyphName, at: { readonly x: number; readonly y: number }): void {
  canvas.save();
  canvas.translate(at.x - 7, at.y - 7);
  for (const { path, width, color, fill, dash } of shapes[name]) {
    if (fill !== undefined) {
      canvas.fillStyle = palette[fill];
      drawPath(canvas, path, 'fill');
    }
    if (width === 0) continue;
    canvas.strokeStyle = palette[color];
    canvas.lineWidth = width;
    canvas.setLineDash([...(dash ?? [])]);
    drawPath(canvas, path, 'stroke');
  }
  canvas.restore();
}
