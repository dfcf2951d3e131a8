/** What usually glides to its new place on a canvas: poles of flags. Wall time moves them, whatever simulated time does. */

/** As long as `--move-layout`. */
const glideMillis = 280;

interface Glide {
  readonly from: number;
  readonly to: number;
  readonly startMillis: number;
}

/** Remembers where things are, and says where they are on their way to where they belong. */
export class Glides {
  private readonly known = new Map<string, Glide>();
  private nowMillis = 0;
  private isStill = true;
  /** Whether something is not yet where it belongs, as far as was asked since `begin`. */
  isMoving = false;

  /** Begins a picture. `isStill`: everything is where it belongs at once. */
  begin(nowMillis: number, isStill: boolean): void {
    this.nowMillis = nowMillis;
    this.isStill = isStill;
    this.isMoving = false;
  }

  /** Where a thing is now that belongs at `x`. What was not there before does not come from anywhere. */
  at(name: string, x: number): number {
    const before = this.known.get(name);
    if (before === undefined || this.isStill) {
      if (before?.to !== x || before.from !== x) this.known.set(name, { from: x, to: x, startMillis: this.nowMillis });
      return x;
    }
    const isNews = before.to !== x;
    const glide = isNews ? { from: placeOf(before, this.nowMillis), to: x, startMillis: this.nowMillis } : before;
    if (isNews) this.known.set(name, glide);
    if (glide.from !== x && this.nowMillis < glide.startMillis + glideMillis) this.isMoving = true;
    return placeOf(glide, this.nowMillis);
  }
}

/** Fast at first, slow at the end, like `--ease-out`. */
function placeOf({ from, to, startMillis }: Glide, nowMillis: number): number {
  const left = Math.max(0, 1 - (nowMillis - startMillis) / glideMillis);
  return to + (from - to) * left * left * left;
}
