import type { Kernel } from '../kernel/kernel.ts';
import type { EventId, Micros } from '../kernel/units.ts';

/** A state that no event announces is seen at most so much later. */
const glanceMicros = 20_000;

/** What says nothing of the state: messages on their way. */
const isTraffic = (name: string): boolean => name === 'messageSent' || name === 'messageLost';

/** Tells the steps after which a claim may have changed from those after which it cannot have: most steps only carry messages. */
export class QuietSteps {
  private seenEvents: EventId = 0;
  private seenMicros: Micros = -1;

  /** Whether nothing worth a look has happened since the last time that this said no. */
  isQuiet(kernel: Kernel): boolean {
    const { eventCount, nowMicros, trace } = kernel;
    const isSoon = nowMicros >= this.seenMicros && nowMicros - this.seenMicros < glanceMicros && eventCount >= this.seenEvents;
    let isNews = !isSoon;
    if (isSoon)
      trace.scan(this.seenEvents, eventCount, ({ spec }) => {
        if (!isTraffic(spec.name)) isNews = true;
      });
    if (!isNews) {
      this.seenEvents = eventCount;
      return true;
    }
    this.seenEvents = eventCount;
    this.seenMicros = nowMicros;
    return false;
  }
}
