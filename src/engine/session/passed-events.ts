import type { Kernel } from '../kernel/kernel.ts';
import type { TraceRow } from '../kernel/trace.ts';

/** Which milestones somebody who looks for one has had before the eyes already. */
export class PassedEvents {
  /** Events before this one have been passed. */
  until = 0;

  /** Looks at the milestones that are new, up to the first that is wanted; a step may emit several. */
  saw(isWanted: (row: TraceRow) => boolean, { trace, eventCount }: Kernel): boolean {
    const { milestones } = trace;
    for (let i = trace.milestoneIndex(this.until); i < milestones.length && milestones[i]!.id < eventCount; i++) {
      this.until = milestones[i]!.id + 1;
      if (isWanted(milestones[i]!)) return true;
    }
    this.until = Math.max(this.until, eventCount);
    return false;
  }
}
