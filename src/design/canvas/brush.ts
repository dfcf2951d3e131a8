/** What drawing needs of a canvas. A 2D context is a brush; `SvgBrush` is another, which writes the same picture as vectors. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clip'
  | 'closePath'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'measureText'
  | 'moveTo'
  | 'rect'
  | 'restore'
  | 'rotate'
  | 'save'
  | 'scale'
  | 'setLineDash'
  | 'stroke'
  | 'strokeRect'
  | 'strokeStyle'
  | 'strokeText'
  | 'textAlign'
  | 'textBaseline'
  | 'translate'
> & {
  // `fill` is overloaded; only its plain form draws the current path.
  readonly fill: () => void;
  /** Draws a path given as SVG writes it; absent where the browser's own `Path2D` does. */
  readonly drawPath?: (path: string, how: 'fill' | 'stroke') => void;
};

/** Draws a path given as SVG writes it, at the brush's origin, with the colours and lines that are set. */
export function drawPath(brush: Brush, path: string, how: 'fill' | 'stroke'): void {
  if (brush.drawPath !== undefined) {
    brush.drawPath(path, how);
    return;
  }
  const shape = new Path2D(path);
  // Whatever has no `drawPath` of its own is a browser's context.
  const canvas = brush as unknown as CanvasRenderingContext2D;
  if (how === 'fill') canvas.fill(shape);
  else canvas.stroke(shape);
}
