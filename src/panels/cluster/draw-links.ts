/** Links that somebody cut or slowed, drawn where they would be: above the machines they join. */
import { drawWire } from '../../design/canvas/tags.ts';
import { strokePath } from '../../design/canvas/cells.ts';
import type { Picture } from './draw.ts';
import type { LinkRow } from './rows.ts';

/** Draws each changed link. One-way cuts end in one bar, two-way cuts in two. */
export function drawLinks(picture: Picture): void {
  const { layout, rows } = picture;
  if (layout.form === 'stacked' || layout.form === 'visit' || layout.form === 'compare') return;
  const seen = new Set<string>();
  let level = 0;
  for (const link of rows.links) {
    const pair = [link.from, link.to].sort().join('|');
    if (seen.has(pair)) continue;
    seen.add(pair);
    const back = rows.links.find((other) => other.from === link.to && other.to === link.from);
    if (drawLink(picture, link, back, layout.machineTop - 6 - level * 7)) level += 1;
  }
}

function drawLink({ canvas, palette, layout, controllerEndX }: Picture, link: LinkRow, back: LinkRow | undefined, y: number): boolean {
  const x = (endpoint: string): number | null => {
    if (endpoint === 'controller') return controllerEndX + 14;
    const column = layout.columns.find((candidate) => `broker:${String(candidate.broker)}` === endpoint);
    if (column !== undefined) return column.x + column.width / 2;
    return layout.clients.find((candidate) => `${candidate.kind}:${candidate.id}` === endpoint)?.dockX ?? null;
  };
  const from = x(link.from);
  const to = x(link.to);
  if (from === null || to === null) return false;
  const middle = (from + to) / 2;
  const foot = layout.machineTop;
  const isCut = link.isCut || back?.isCut === true;
  if (!isCut) {
    drawWire(canvas, palette, [
      [from, foot],
      [from, y],
      [to, y],
      [to, foot],
    ]);
    return true;
  }
  const side = Math.sign(to - from) * 9;
  drawWire(canvas, palette, [
    [from, foot],
    [from, y],
    [middle - side, y],
  ]);
  drawWire(canvas, palette, [
    [middle + side, y],
    [to, y],
    [to, foot],
  ]);
  canvas.setLineDash([]);
  if (link.isCut)
    strokePath(canvas, palette.ink, 2, [
      [middle - side, y - 7],
      [middle - side, y + 7],
    ]);
  if (back?.isCut === true)
    strokePath(canvas, palette.ink, 2, [
      [middle + side, y - 7],
      [middle + side, y + 7],
    ]);
  return true;
}
