/** Writes as SVG what a brush is asked to draw: the same picture as on the canvas, as vectors. */
import type { Brush } from './brush.ts';

/** a b c d e f, as in a canvas's transform. */
type Matrix = readonly [number, number, number, number, number, number];

interface Look {
  readonly matrix: Matrix;
  readonly fillStyle: string;
  readonly strokeStyle: string;
  readonly lineWidth: number;
  readonly lineJoin: CanvasLineJoin;
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
  readonly textBaseline: CanvasTextBaseline;
  readonly globalAlpha: number;
  readonly dash: readonly number[];
  /** Clips that were opened since the last save. */
  readonly clipCount: number;
}

/** How far below its middle, or its top, a text's base line lies, in its size. */
const baselines: Readonly<Partial<Record<CanvasTextBaseline, number>>> = { middle: 0.35, top: 0.82, bottom: -0.2 };

/** A brush that writes SVG. `measure` tells how wide a text is in a font: only a real canvas knows. */
export class SvgBrush implements Brush {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  globalAlpha = 1;
  private readonly measure: (text: string, font: string) => TextMetrics;
  private readonly clipPrefix: string;
  private matrix: Matrix;
  private dash: readonly number[] = [];
  private path = '';
  private clipCount = 0;
  private clipsMade = 0;
  private readonly saved: Look[] = [];
  private readonly written: string[] = [];

  constructor(options: {
    readonly measure: (text: string, font: string) => TextMetrics;
    /** Begins the ids of clips: no two brushes of one picture may share it. */
    readonly clipPrefix: string;
    readonly x?: number;
    readonly y?: number;
  }) {
    this.measure = options.measure;
    this.clipPrefix = options.clipPrefix;
    this.matrix = [1, 0, 0, 1, options.x ?? 0, options.y ?? 0];
  }

  /** What was drawn, as elements of an SVG. */
  toSvg(): string {
    return this.written.join('') + '</g>'.repeat(this.clipCount + this.saved.reduce((sum, look) => sum + look.clipCount, 0));
  }

  save(): void {
    const { matrix, fillStyle, strokeStyle, lineWidth, lineJoin, font, textAlign, textBaseline, globalAlpha, dash, clipCount } = this;
    this.saved.push({
      matrix,
      fillStyle,
      strokeStyle,
      lineWidth,
      lineJoin,
      font,
      textAlign,
      textBaseline,
      globalAlpha,
      dash,
      clipCount,
    });
    this.clipCount = 0;
  }

  restore(): void {
    const look = this.saved.pop();
    if (look === undefined) return;
    this.written.push('</g>'.repeat(this.clipCount));
    Object.assign(this, look);
  }

  translate(x: number, y: number): void {
    this.transform([1, 0, 0, 1, x, y]);
  }

  rotate(angle: number): void {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    this.transform([cos, sin, -sin, cos, 0, 0]);
  }

  scale(x: number, y: number): void {
    this.transform([x, 0, 0, y, 0, 0]);
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = [...dash];
  }

  beginPath(): void {
    this.path = '';
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.place(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${this.place(x, y)}`;
  }

  closePath(): void {
    this.path += 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path += this.box(x, y, width, height);
  }

  /** Clockwise arcs, all that our drawings have; a full turn is two halves. */
  arc(...[x, y, radius, from, to]: readonly [number, number, number, number, number]): void {
    const at = (angle: number): string => this.place(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const turn = Math.min(Math.max(0, to - from), Math.PI * 2);
    const size = print(radius * this.size());
    const piece = (until: number, isLarge: boolean): string => `A${size} ${size} 0 ${isLarge ? '1' : '0'} 1 ${at(until)}`;
    this.path += `${this.path === '' ? 'M' : 'L'}${at(from)}`;
    this.path += turn > Math.PI * 1.999 ? piece(from + Math.PI, false) + piece(from + turn, false) : piece(from + turn, turn > Math.PI);
  }

  fill(): void {
    this.write(this.path, 'fill');
  }

  stroke(): void {
    this.write(this.path, 'stroke');
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.write(this.box(x, y, width, height), 'fill');
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.write(this.box(x, y, width, height), 'stroke');
  }

  clip(): void {
    const id = `${this.clipPrefix}${String(this.clipsMade)}`;
    this.clipsMade += 1;
    this.clipCount += 1;
    this.written.push(`<clipPath id="${id}"><path d="${this.path}"/></clipPath><g clip-path="url(#${id})">`);
  }

  measureText(text: string): TextMetrics {
    return this.measure(text, this.font);
  }

  fillText(text: string, x: number, y: number): void {
    this.writeText(text, x, y, this.paintOf('fill', 1));
  }

  strokeText(text: string, x: number, y: number): void {
    this.writeText(text, x, y, this.paintOf('stroke', 1));
  }

  drawPath(path: string, how: 'fill' | 'stroke'): void {
    this.written.push(`<path d="${path}" transform="${this.transformText()}"${this.paintOf(how, 1)}/>`);
  }

  private writeText(text: string, x: number, y: number, paint: string): void {
    const size = Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 10);
    const family = this.font.slice(this.font.indexOf('px') + 2).trim();
    const anchor = this.textAlign === 'center' ? 'middle' : this.textAlign === 'right' || this.textAlign === 'end' ? 'end' : 'start';
    const base = y + (baselines[this.textBaseline] ?? 0) * size;
    const weight = /^(600|bold)/.test(this.font) ? ' font-weight="600"' : '';
    const isPlain = this.matrix[0] === 1 && this.matrix[1] === 0;
    const at = isPlain
      ? `x="${print(x + this.matrix[4])}" y="${print(base + this.matrix[5])}"`
      : `x="${print(x)}" y="${print(base)}" transform="${this.transformText()}"`;
    const face = `font-family="${escapeXml(family)}" font-size="${print(size)}"${weight} text-anchor="${anchor}"`;
    this.written.push(`<text ${at} ${face}${paint}>${escapeXml(text)}</text>`);
  }

  private write(path: string, how: 'fill' | 'stroke'): void {
    if (path !== '') this.written.push(`<path d="${path}"${this.paintOf(how, this.size())}/>`);
  }

  /** Colours and lines; `size` is how large a px of the drawing is in the picture. */
  private paintOf(how: 'fill' | 'stroke', size: number): string {
    const alpha = this.globalAlpha === 1 ? '' : ` opacity="${print(this.globalAlpha)}"`;
    if (how === 'fill') return ` fill="${this.fillStyle}"${alpha}`;
    const dash = this.dash.length === 0 ? '' : ` stroke-dasharray="${this.dash.map((length) => print(length * size)).join(' ')}"`;
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`;
    return ` fill="none" stroke="${this.strokeStyle}" stroke-width="${print(this.lineWidth * size)}"${dash}${join}${alpha}`;
  }

  private transform([a2, b2, c2, d2, e2, f2]: Matrix): void {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [a * a2 + c * b2, b * a2 + d * b2, a * c2 + c * d2, b * c2 + d * d2, a * e2 + c * f2 + e, b * e2 + d * f2 + f];
  }

  private transformText(): string {
    const [a, b, c, d, e, f] = this.matrix;
    return `matrix(${[a, b, c, d].map((part) => part.toFixed(4)).join(' ')} ${print(e)} ${print(f)})`;
  }

  private size(): number {
    const [a, b, c, d] = this.matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  private place(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.matrix;
    return `${print(a * x + c * y + e)} ${print(b * x + d * y + f)}`;
  }

  private box(x: number, y: number, width: number, height: number): string {
    const corners = [this.place(x, y), this.place(x + width, y), this.place(x + width, y + height), this.place(x, y + height)];
    return `M${corners.join('L')}Z`;
  }
}

/** A number as short as a picture needs it. */
export function print(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text for an SVG file. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? letter);
}
