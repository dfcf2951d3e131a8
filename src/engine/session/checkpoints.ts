import type { Checkpoint } from '../kernel/checkpoint.ts';
import type { EventId, Micros } from '../kernel/units.ts';

/** A checkpoint with what the session must know to go on from it. */
export interface SessionCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Commands of the branch that had been given before it. */
  readonly commandsApplied: number;
  readonly eventCount: number;
}

const initialIntervalSteps = 800;
/** To go back to a checkpoint takes about one step for so many bytes: a large cluster's stand further apart from the start. */
const bytesOfAStep = 375;
/**
 * What they may take by their own count; what is alive only because they refer to it is a third more. Beyond it every second one goes, as
 * long as more than the fewest are left: so a large cluster may take more.
 */
const usualBytes = 10_000_000;
const fewestCheckpoints = 300;
const mostBytes = 98_000_000;

/**
 * Checkpoints of one history, evenly spread over its steps. When there are too many, every second one goes and the distance doubles, so
 * that a seek anywhere replays about the same number of steps.
 */
export class Checkpoints {
  private list: SessionCheckpoint[] = [];
  private intervalSteps = initialIntervalSteps;
  /** From a checkpoint on, before the next one and before another is due: asked with every step. */
  private quietFrom = 0;
  private quietUntil = 0;
  private bytes = 0;

  /** True when the distance since the newest one before `steps` has grown large enough. */
  isDue(steps: number): boolean {
    if (steps >= this.quietFrom && steps < this.quietUntil) return false;
    const next = this.indexAfter(steps);
    const before = this.list[next - 1];
    if (before === undefined) return true;
    this.quietFrom = before.checkpoint.position.steps;
    this.quietUntil = Math.min(this.quietFrom + this.intervalSteps, this.list[next]?.checkpoint.position.steps ?? Infinity);
    return steps >= this.quietUntil;
  }

  /** Keeps one; a checkpoint of the same step with as many commands replaces nothing. */
  add(entry: SessionCheckpoint): void {
    const index = this.indexAfter(entry.checkpoint.position.steps);
    const before = this.list[index - 1];
    if (before?.checkpoint.position.steps === entry.checkpoint.position.steps && before.commandsApplied === entry.commandsApplied) return;
    if (this.list.length === 0) {
      this.intervalSteps = Math.max(this.intervalSteps, Math.floor(entry.checkpoint.sizeBytes / bytesOfAStep));
    }
    this.list.splice(index, 0, entry);
    this.quietUntil = 0;
    this.bytes += entry.checkpoint.sizeBytes;
    if (this.bytes > (this.list.length > fewestCheckpoints ? usualBytes : mostBytes)) this.thin();
  }

  /** The newest one taken at `steps` or earlier. */
  before(steps: number): SessionCheckpoint | null {
    return this.list[this.indexAfter(steps) - 1] ?? null;
  }

  /** The newest one at `steps` or earlier in which at most so many commands had been given. */
  beforeCommands(steps: number, commandsApplied: number): SessionCheckpoint | null {
    for (let i = this.indexAfter(steps) - 1; i >= 0; i--) {
      if (this.list[i]!.commandsApplied <= commandsApplied) return this.list[i]!;
    }
    return null;
  }

  get first(): SessionCheckpoint {
    return this.list[0]!;
  }

  get middle(): SessionCheckpoint {
    return this.list[this.list.length >> 1]!;
  }

  /** The newest one in which an event had not come yet, or else the first. */
  beforeEvent(event: EventId): SessionCheckpoint {
    return this.newestOf(({ eventCount }) => eventCount <= event) ?? this.first;
  }

  /** The newest one at a time or earlier, or else the first; null when there is none yet. Time never runs back. */
  beforeMicros(micros: Micros): SessionCheckpoint | null {
    return this.newestOf(({ checkpoint }) => checkpoint.position.micros <= micros) ?? this.list[0] ?? null;
  }

  private newestOf(isIt: (entry: SessionCheckpoint) => boolean): SessionCheckpoint | null {
    for (let i = this.list.length - 1; i >= 0; i--) if (isIt(this.list[i]!)) return this.list[i]!;
    return null;
  }

  get count(): number {
    return this.list.length;
  }

  /** Those that a fork at (steps, commandsApplied) shares with its parent. */
  sharedUntil(steps: number, commandsApplied: number): Checkpoints {
    const shared = new Checkpoints();
    shared.intervalSteps = this.intervalSteps;
    shared.list = this.list.filter((c) => c.checkpoint.position.steps <= steps && c.commandsApplied <= commandsApplied);
    shared.bytes = shared.list.reduce((sum, c) => sum + c.checkpoint.sizeBytes, 0);
    return shared;
  }

  private thin(): void {
    this.intervalSteps *= 2;
    this.quietUntil = 0;
    this.list = this.list.filter((_, index) => index % 2 === 0 || index === this.list.length - 1);
    const kept = new Set(this.list.map(({ checkpoint }) => checkpoint));
    for (const { checkpoint } of this.list) {
      while (checkpoint.previous !== null && !kept.has(checkpoint.previous)) checkpoint.absorbPrevious();
    }
    this.bytes = this.list.reduce((sum, c) => sum + c.checkpoint.sizeBytes, 0);
  }

  private indexAfter(steps: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle]!.checkpoint.position.steps <= steps) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
