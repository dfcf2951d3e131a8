import type { Checkpoint } from '../kernel/checkpoint.ts';

/** A checkpoint with what the session must know to go on from it. */
export interface SessionCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Commands of the branch that had been given before it. */
  readonly commandsApplied: number;
  readonly eventCount: number;
}

const initialIntervalSteps = 1000;
const maxCheckpoints = 256;
/** Copies of entities kept at most, over all checkpoints: what bounds their memory in large clusters. */
const maxCopies = 160_000;

/**
 * Checkpoints of one history, evenly spread over its steps. When there are too many, every second one goes and the distance doubles, so
 * that a seek
 * anywhere replays about the same number of steps.
 */
export class Checkpoints {
  private list: SessionCheckpoint[] = [];
  private intervalSteps = initialIntervalSteps;
  private copies = 0;

  /** True when the distance since the newest one before `steps` has grown large enough. */
  isDue(steps: number): boolean {
    const before = this.before(steps);
    return before === null || steps - before.checkpoint.position.steps >= this.intervalSteps;
  }

  /** Keeps one; a checkpoint of the same step with as many commands replaces nothing. */
  add(entry: SessionCheckpoint): void {
    const index = this.indexAfter(entry.checkpoint.position.steps);
    const before = this.list[index - 1];
    if (before?.checkpoint.position.steps === entry.checkpoint.position.steps && before.commandsApplied === entry.commandsApplied) return;
    this.list.splice(index, 0, entry);
    this.copies += entry.checkpoint.copiedCount;
    if (this.list.length > maxCheckpoints || this.copies > maxCopies) this.thin();
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

  get count(): number {
    return this.list.length;
  }

  /** Those that a fork at (steps, commandsApplied) shares with its parent. */
  sharedUntil(steps: number, commandsApplied: number): Checkpoints {
    const shared = new Checkpoints();
    shared.intervalSteps = this.intervalSteps;
    shared.list = this.list.filter((c) => c.checkpoint.position.steps <= steps && c.commandsApplied <= commandsApplied);
    shared.copies = shared.list.reduce((sum, c) => sum + c.checkpoint.copiedCount, 0);
    return shared;
  }

  private thin(): void {
    this.intervalSteps *= 2;
    this.list = this.list.filter((_, index) => index % 2 === 0 || index === this.list.length - 1);
    this.copies = this.list.reduce((sum, c) => sum + c.checkpoint.copiedCount, 0);
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
