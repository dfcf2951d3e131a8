/** What lies under the pointer. */
import type { ObjectRef } from '../../app/objects.ts';
import { endsOf } from './draw-arrows.ts';
import { markY } from './draw.ts';
import type { Picture } from './draw.ts';
import { timeX } from './layout.ts';

const nearMark = 9;
const nearArrow = 7;

/** The mark or arrow nearest to a point; null when none is near. */
export function hitAt(picture: Pick<Picture, 'layout' | 'arrows' | 'marks' | 'nowMicros'>, x: number, y: number): ObjectRef | null {
  let best: ObjectRef | null = null;
  let bestDistance = nearMark;
  for (const mark of picture.marks) {
    const markX = timeX(picture.layout, mark.micros);
    const distance = Math.hypot(markX - x, (markY(picture.layout, mark) - y) * 0.8);
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = { kind: 'event', id: mark.id };
  }
  if (best !== null) return best;
  bestDistance = nearArrow;
  for (const arrow of picture.arrows) {
    const ends = endsOf(picture, arrow);
    if (ends === null) continue;
    const distance = distanceTo(ends, x, y);
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = { kind: 'message', id: arrow.id };
  }
  return best;
}

function distanceTo({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }, x: number, y: number): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}
