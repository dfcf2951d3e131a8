import type { Trace, TraceGlance } from './trace.ts';
import type { EventId } from './units.ts';

/** Who keeps what a feed shows. */
export interface TraceKeeper {
  take(glance: TraceGlance): void;
  /** History was taken back from this event on: what came of it is no more. */
  forgetFrom(id: EventId): void;
}

/** More events at once than this would hold the run up: the rest comes with the next reading. */
const maxEventsAtOnce = 200_000;

/** Reads a trace once, in order, as it grows; what a fork takes back is taken back. Views that count over time read through it. */
export class TraceFeed {
  private readonly trace: Trace;
  private readonly keeper: TraceKeeper;
  private next: EventId = 0;
  private seenCuts = 0;

  constructor(trace: Trace, keeper: TraceKeeper) {
    this.trace = trace;
    this.keeper = keeper;
  }

  /** Shows the keeper what is new. */
  read(): void {
    const { cuts } = this.trace;
    for (; this.seenCuts < cuts.length; this.seenCuts++) {
      const from = cuts[this.seenCuts]!;
      if (from >= this.next) continue;
      this.keeper.forgetFrom(from);
      this.next = from;
    }
    const to = Math.min(this.trace.knownCount, this.next + maxEventsAtOnce);
    this.trace.scan(this.next, to, (glance) => {
      this.keeper.take(glance);
    });
    this.next = Math.max(this.next, to);
  }
}
