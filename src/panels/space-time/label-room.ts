/** Finds room for labels: none covers another, none leaves the picture. */
import type { SpaceTimeLayout } from './layout.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Line {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const half = 7;

/** The places that are taken already. */
export class LabelRoom {
  private readonly layout: SpaceTimeLayout;
  private readonly taken: Box[] = [];

  constructor(layout: SpaceTimeLayout) {
    this.layout = layout;
  }

  /** Beside the middle of an arrow, right of it or left of it; null when there is no room. */
  besideArrow({ x0, y0, x1, y1 }: Line, width: number): { readonly x: number; readonly y: number } | null {
    for (const share of [0.5, 0.35, 0.65]) {
      const x = x0 + (x1 - x0) * share;
      const y = y0 + (y1 - y0) * share;
      if (this.isOnLine(y)) continue;
      for (const left of [x + 7, x - width - 7]) if (this.take({ x: left, y, width })) return { x: left, y };
    }
    return null;
  }

  /** Beside a mark: above its line, else below it. */
  besideMark(x: number, y: number, width: number, name: string): { readonly x: number; readonly y: number } | null {
    const isLeft = name === 'highWatermarkAdvanced';
    const places = isLeft
      ? [
          { x: x - width - 15, y: y - 15 },
          { x: x + 6, y: y - 15 },
        ]
      : name === 'recordsAppended' || name === 'recordsReplicated'
        ? [
            { x: x - width + 2, y: y + 13 },
            { x: x + 4, y: y + 13 },
          ]
        : [
            { x: x + 10, y: y - 13 },
            { x: x - width - 10, y: y - 13 },
            { x: x + 8, y: y + 13 },
          ];
    return places.find((place) => this.take({ ...place, width })) ?? null;
  }

  private isOnLine(y: number): boolean {
    for (const laneY of this.layout.laneY.values()) if (Math.abs(laneY - y) < half + 1) return true;
    return false;
  }

  private take(box: Box): boolean {
    if (box.x < this.layout.left || box.x + box.width > this.layout.width) return false;
    const isFree = this.taken.every(
      (other) => box.x + box.width + 3 < other.x || other.x + other.width + 3 < box.x || Math.abs(other.y - box.y) >= half * 2,
    );
    if (isFree) this.taken.push(box);
    return isFree;
  }
}
