/**
 * A view as an SVG file: what is on the page is written down once more as shapes and words. Canvases draw themselves with a brush that
 * writes (`drawing.ts`); SVG is copied with the colours that the theme gives it; of everything else, texts, lines and fills are taken. So a
 * view needs nothing of its own for it.
 */
import { escapeXml, print, SvgBrush } from '../../design/canvas/svg-brush.ts';
import { vectorEvent } from '../drawing.ts';
import { copySvg } from './copy-svg.ts';
import { linesOf } from './text-lines.ts';

/** A picture with its size. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const margin = 16;
const captionHeight = 34;

/** Writes down an element of the page, all of it that can be scrolled to, with a line of words below when there are any. */
export function pictureOf(root: HTMLElement, caption: string): Picture {
  const box = root.getBoundingClientRect();
  const inner = { width: Math.max(root.scrollWidth, box.width), height: Math.max(root.scrollHeight, box.height) };
  const width = Math.ceil(inner.width + margin * 2);
  const height = Math.ceil(inner.height + margin + (caption === '' ? margin : captionHeight));
  const writer = new PictureWriter(margin - box.left + root.scrollLeft, margin - box.top + root.scrollTop);
  writer.element(root, true);
  const { fontFamily } = getComputedStyle(document.body);
  // The theme of the element, which need not be the page's.
  const style = getComputedStyle(root);
  const paper = style.getPropertyValue('--paper').trim();
  const ink = style.getPropertyValue('--ink-2').trim();
  const face = `font-family="${escapeXml(fontFamily)}" font-size="12" fill="${ink}"`;
  return {
    width,
    height,
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">` +
      `${caption === '' ? '' : `<title>${escapeXml(caption)}</title>`}<rect width="100%" height="100%" fill="${paper}"/>${writer.toSvg()}` +
      `${caption === '' ? '' : `<text x="${String(margin)}" y="${String(height - 12)}" ${face}>${escapeXml(caption)}</text>`}</svg>`,
  };
}

class PictureWriter {
  private readonly written: string[] = [];
  private readonly measuring = document.createElement('canvas').getContext('2d');
  private readonly x: number;
  private readonly y: number;
  private partCount = 0;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }

  toSvg(): string {
    return this.written.join('');
  }

  element(element: Element, isRoot = false): void {
    const style = getComputedStyle(element);
    // What opens verbs is of no use on paper.
    if (element.classList.contains('dots')) return;
    if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
    const { parentElement } = element;
    if (parentElement instanceof HTMLDetailsElement && !parentElement.open && element.tagName !== 'SUMMARY') return;
    const box = element.getBoundingClientRect();
    // What is only spoken has a size of one pixel.
    if (box.width <= 1 && box.height <= 1) return;
    if (element instanceof SVGSVGElement) this.written.push(copySvg(element, box.left + this.x, box.top + this.y));
    else if (element instanceof HTMLCanvasElement) this.canvas(element, box);
    else if (element instanceof HTMLElement) this.html(element, style, box, isRoot);
  }

  private canvas(element: HTMLCanvasElement, box: DOMRect): void {
    const { measuring } = this;
    if (measuring === null) return;
    this.partCount += 1;
    const brush = new SvgBrush({
      x: box.left + this.x,
      y: box.top + this.y,
      clipPrefix: `clip-${String(this.partCount)}-`,
      measure: (text, font) => {
        measuring.font = font;
        return measuring.measureText(text);
      },
    });
    element.dispatchEvent(new CustomEvent(vectorEvent, { detail: brush }));
    this.written.push(`<g>${brush.toSvg()}</g>`);
  }

  private html(element: HTMLElement, style: CSSStyleDeclaration, box: DOMRect, isRoot: boolean): void {
    this.box(style, box);
    if (element instanceof HTMLInputElement) this.input(element, style, box);
    const isClipped = !isRoot && style.overflow !== 'visible' && (element.scrollWidth > box.width || element.scrollHeight > box.height);
    if (isClipped) {
      this.partCount += 1;
      const id = `clip-${String(this.partCount)}`;
      this.written.push(`<clipPath id="${id}"><rect ${this.place(box)}/></clipPath><g clip-path="url(#${id})">`);
    }
    for (const child of element.childNodes) {
      if (child instanceof Element) this.element(child);
      else if (child instanceof Text) this.text(child, style);
    }
    if (isClipped) this.written.push('</g>');
  }

  private text(node: Text, style: CSSStyleDeclaration): void {
    const { measuring } = this;
    if (measuring === null || (node.textContent ?? '').trim() === '') return;
    measuring.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const metrics = measuring.measureText('x');
    const ascent = metrics.fontBoundingBoxAscent / (metrics.fontBoundingBoxAscent + metrics.fontBoundingBoxDescent);
    const weight = Number(style.fontWeight) >= 600 ? ' font-weight="600"' : '';
    const face = `font-family="${escapeXml(style.fontFamily)}" font-size="${print(parseFloat(style.fontSize))}"${weight}`;
    for (const { text, left, top, height } of linesOf(node)) {
      const at = `x="${print(left + this.x)}" y="${print(top + height * ascent + this.y)}"`;
      this.written.push(`<text ${at} ${face} fill="${style.color}" xml:space="preserve">${escapeXml(text)}</text>`);
    }
  }

  /** Fill and borders. */
  private box(style: CSSStyleDeclaration, box: DOMRect): void {
    const radius = parseFloat(style.borderTopLeftRadius) || 0;
    const round = radius > 0 ? ` rx="${print(radius)}"` : '';
    if (isSeen(style.backgroundColor)) this.written.push(`<rect ${this.place(box)}${round} fill="${style.backgroundColor}"/>`);
    const sides = [
      { width: style.borderTopWidth, line: style.borderTopStyle, color: style.borderTopColor, ends: [0, 0, 1, 0] },
      { width: style.borderRightWidth, line: style.borderRightStyle, color: style.borderRightColor, ends: [1, 0, 1, 1] },
      { width: style.borderBottomWidth, line: style.borderBottomStyle, color: style.borderBottomColor, ends: [0, 1, 1, 1] },
      { width: style.borderLeftWidth, line: style.borderLeftStyle, color: style.borderLeftColor, ends: [0, 0, 0, 1] },
    ];
    for (const { width, line, color, ends } of sides) {
      const size = parseFloat(width);
      if (line === 'none' || line === 'hidden' || !(size > 0) || !isSeen(color)) continue;
      // The border lies inside of the box's edge.
      const x = (share: number): string => print(box.left + this.x + (share === 0 ? size / 2 : box.width - size / 2));
      const y = (share: number): string => print(box.top + this.y + (share === 0 ? size / 2 : box.height - size / 2));
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ends;
      const dash =
        line === 'dotted' ? ` stroke-dasharray="${print(size)} ${print(size)}"` : line === 'dashed' ? ' stroke-dasharray="3 3"' : '';
      this.written.push(
        `<line x1="${x(x1)}" y1="${y(y1)}" x2="${x(x2)}" y2="${y(y2)}" stroke="${color}" stroke-width="${print(size)}"${dash}/>`,
      );
    }
    const outline = parseFloat(style.outlineWidth);
    if (style.outlineStyle !== 'none' && outline > 0 && isSeen(style.outlineColor))
      this.written.push(`<rect ${this.place(box)} fill="none" stroke="${style.outlineColor}" stroke-width="${print(outline)}" rx="3"/>`);
  }

  /** A box to tick, or what was typed. */
  private input(element: HTMLInputElement, style: CSSStyleDeclaration, box: DOMRect): void {
    const x = print(box.left + this.x + 2);
    if (element.type !== 'checkbox' && element.type !== 'radio') {
      const face = `font-family="${escapeXml(style.fontFamily)}" font-size="${print(parseFloat(style.fontSize))}"`;
      const y = print(box.top + this.y + box.height / 2 + 4);
      this.written.push(`<text x="${x}" y="${y}" ${face} fill="${style.color}">${escapeXml(element.value)}</text>`);
      return;
    }
    this.written.push(`<rect ${this.place(box)} fill="none" stroke="${style.color}"/>`);
    const tick = `M${x} ${print(box.top + this.y + box.height / 2)}l3 3l6 -7`;
    if (element.checked) this.written.push(`<path d="${tick}" fill="none" stroke="${style.color}" stroke-width="2"/>`);
  }

  private place({ left, top, width, height }: DOMRect): string {
    return `x="${print(left + this.x)}" y="${print(top + this.y)}" width="${print(width)}" height="${print(height)}"`;
  }
}

function isSeen(color: string): boolean {
  return color !== 'transparent' && !/^rgba\(.*, 0\)$/.test(color);
}
