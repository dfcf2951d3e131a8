/**
 * The page's clock: simulated time between two frames. It walks towards the newest frame at the engine's pace and never passes what was
 * computed; a jump (a seek, a step) is taken at once. Whatever moves by the clock is drawn from it, so it runs backwards as well as
 * forwards.
 */

/** Called before each painted picture, with the simulated time that it shows. */
export type ClockListener = (nowMicros: number) => void;

/** How far behind the newest frame the clock may walk, in wall milliseconds. */
const patienceMillis = 120;

/** Walks simulated time and calls its listeners once a painted picture, only while something moves. */
export class PageClock {
  private shownMicros = 0;
  private targetMicros = 0;
  private microsPerSecond = 0;
  private lastPaceMicrosPerSecond = 2_500;
  private walkedAtMillis = 0;
  private request: number | null = null;
  private isWaitingAfterJump = false;
  private readonly listeners = new Set<ClockListener>();

  /** The time that the page shows. */
  get nowMicros(): number {
    return this.shownMicros;
  }

  /** The last pace that was not standing still: how long "just changed" lasts while paused. */
  get paceMicrosPerSecond(): number {
    return this.lastPaceMicrosPerSecond;
  }

  /** Takes in the time and pace of a frame. */
  frameArrived(atMicros: number, microsPerSecond: number, wallMillis: number): void {
    this.walk(wallMillis);
    const reach = Math.max(microsPerSecond, this.microsPerSecond) * (patienceMillis / 1000);
    const isJump = atMicros < this.shownMicros || atMicros - this.shownMicros > reach || microsPerSecond === 0;
    if (isJump) this.shownMicros = atMicros;
    this.targetMicros = atMicros;
    this.microsPerSecond = microsPerSecond;
    if (microsPerSecond > 0) this.lastPaceMicrosPerSecond = microsPerSecond;
    this.isWaitingAfterJump = microsPerSecond === 0;
    this.wake();
  }

  /**
   * Calls the listeners at once when time jumped to where it stands: the picture of a seek is drawn while the screen still shows the one
   * before, and does not wait for the next one to begin.
   */
  showJump(wallMillis: number): void {
    if (!this.isWaitingAfterJump) return;
    if (this.request !== null) cancelAnimationFrame(this.request);
    this.paint(wallMillis);
  }

  /** Adds a listener; returns how to remove it. It is called once soon, even when time stands. */
  listen(listener: ClockListener): () => void {
    this.listeners.add(listener);
    this.wake();
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Asks for one more picture. */
  wake(): void {
    this.request ??= requestAnimationFrame((wallMillis) => {
      this.paint(wallMillis);
    });
  }

  private paint(wallMillis: number): void {
    this.request = null;
    this.isWaitingAfterJump = false;
    this.walk(wallMillis);
    for (const listener of this.listeners) listener(this.shownMicros);
    if (this.shownMicros < this.targetMicros) this.wake();
  }

  private walk(wallMillis: number): void {
    const passedMillis = Math.min(Math.max(0, wallMillis - this.walkedAtMillis), 100);
    this.walkedAtMillis = wallMillis;
    if (this.shownMicros < this.targetMicros)
      this.shownMicros = Math.min(this.targetMicros, this.shownMicros + (this.microsPerSecond * passedMillis) / 1000);
  }
}
