import { describe, expect, test } from 'vitest';
import { drawCell } from './cells.ts';
import { drawGlyph } from './glyphs.ts';
import type { Palette } from './palette.ts';
import { SvgBrush } from './svg-brush.ts';
import { drawTimer } from './timers.ts';

const colors = ['paper', 'lane', 'raised', 'ink', 'ink2', 'ink3', 'line', 'edge', 'now', 'nowInk', 'nowEdge', 'loss', 'lossWash'];
const palette: Palette = Object.assign(
  Object.fromEntries([...colors, 'outsync', 'leader', 'insync', 'offline', 'ghost', 'keyInk', 'keyNone'].map((name) => [name, `#${name}`])),
  { keys: ['#key-a'], fontUi: 'Inter', fontCode: 'Mono' },
) as unknown as Palette;

const brushAt = (x = 0, y = 0): SvgBrush =>
  new SvgBrush({ x, y, clipPrefix: 'c', measure: (text) => ({ width: text.length * 6 }) as TextMetrics });

/** The elements of what was written, as the browser reads them. */
function elementsOf(brush: SvgBrush): readonly Element[] {
  const host = document.createElement('div');
  host.innerHTML = `<svg>${brush.toSvg()}</svg>`;
  return [...(host.firstElementChild?.querySelectorAll('*') ?? [])];
}

describe('a brush that writes SVG', () => {
  test('writes a record as the canvas draws it: its fill, its line, its letter', () => {
    const brush = brushAt(10, 20);
    drawCell(brush, palette, { x: 1, y: 2, width: 17, height: 40 }, { state: 'committed', key: 'k', keyIndex: 0, hasText: true });
    const [fill, line, letter] = elementsOf(brush);
    expect(fill?.getAttribute('fill')).toBe('#key-a');
    expect(fill?.getAttribute('d')).toBe('M11 22L28 22L28 62L11 62Z');
    expect(line?.getAttribute('stroke')).toBe('#ink');
    expect(line?.getAttribute('d')).toBe('M11.5 22.5L27.5 22.5L27.5 61.5L11.5 61.5Z');
    expect(letter?.textContent).toBe('k');
    expect(letter?.getAttribute('text-anchor')).toBe('middle');
    expect(letter?.getAttribute('x')).toBe('19.5');
  });

  test('an open record keeps its dashes', () => {
    const brush = brushAt();
    drawCell(brush, palette, { x: 0, y: 0, width: 17, height: 40 }, { state: 'open', key: 'k', keyIndex: 0, hasText: false });
    expect(elementsOf(brush).map((element) => element.getAttribute('stroke-dasharray'))).toContain('2.5 2');
  });

  test('what is clipped stays inside of its clip, and what comes after is not clipped', () => {
    const brush = brushAt();
    drawCell(brush, palette, { x: 0, y: 0, width: 17, height: 40 }, { state: 'lost', key: 'k', keyIndex: 0, hasText: false });
    const clipped = elementsOf(brush).filter((element) => element.hasAttribute('clip-path'));
    expect(clipped.map((element) => element.children.length)).toEqual([1]);
    expect(brush.toSvg().split('<g').length).toBe(brush.toSvg().split('</g>').length);
  });

  test('a timer that is a quarter gone is an arc of a quarter', () => {
    const brush = brushAt();
    drawTimer(brush, palette, { x: 50, y: 50, radius: 10, lineWidth: 2, gone: 0.25 });
    const [ring, arc] = elementsOf(brush);
    expect(ring?.getAttribute('d')).toBe('M60 50A10 10 0 0 1 40 50A10 10 0 0 1 60 50');
    expect(arc?.getAttribute('d')).toBe('M50 40A10 10 0 0 1 60 50');
  });

  test('shapes turn and grow with what they are drawn in', () => {
    const brush = brushAt();
    brush.save();
    brush.translate(100, 0);
    brush.rotate(Math.PI / 2);
    brush.scale(2, 2);
    brush.lineWidth = 1;
    brush.strokeRect(0, 0, 10, 5);
    brush.restore();
    brush.fillRect(0, 0, 1, 1);
    const [turned, plain] = elementsOf(brush);
    expect(turned?.getAttribute('d')).toBe('M100 0L100 20L90 20L90 0Z');
    expect(turned?.getAttribute('stroke-width')).toBe('2');
    expect(plain?.getAttribute('d')).toBe('M0 0L1 0L1 1L0 1Z');
  });

  test('marks that are given as paths are placed whole', () => {
    const brush = brushAt(5, 5);
    drawGlyph(brush, palette, 'leader', { x: 20, y: 20 });
    expect(elementsOf(brush)[0]?.getAttribute('transform')).toBe('matrix(1.0000 0.0000 0.0000 1.0000 18 18)');
  });

  test('words cannot break out of the file', () => {
    const brush = brushAt();
    brush.fillText('<script>&"', 0, 0);
    expect(elementsOf(brush)).toHaveLength(1);
    expect(elementsOf(brush)[0]?.textContent).toBe('<script>&"');
  });
});
