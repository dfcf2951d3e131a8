import type { Pace } from '../contract/engine-api.ts';
import type { EventSpec } from '../engine/kernel/event.ts';
import type { Kernel } from '../engine/kernel/kernel.ts';
import type { Envelope } from '../engine/kernel/process.ts';
import { interestOf } from '../engine/session/interest.ts';

/** How much faster than the chosen pace silence passes, at most. */
const maxHurry = 20_000;
/** Wall time in which silence reaches full speed; a jolt would look like a cut. */
const rampMillis = 900;
/** What is worth seeing stays slow for at least this long on the wall clock. */
const lingerMillis = 700;
/** Simulated time after an interesting event that belongs to it. */
const afterglowMicros = 300;

/** What repeats itself is watched so many times after each news, and then no longer: retries and steady traffic pass quickly. */
const watchedTimes: Readonly<Record<string, number>> = { Metadata: 2, Fetch: 6, Produce: 4 };
const watchedTimesOfMessages = 3;
/** The same for events that are no news by themselves: a message that found nobody, a fetch that waits. */
const watchedTimesOfEvents = 2;

/** Why the pace is what it is; codes of texts. */
export type PaceReason = 'paused' | 'even' | 'slowed' | 'quiet' | 'unbounded';

/**
 * Pace follows interest: while something worth seeing is on its way, simulated time runs at the chosen pace; through silence it hurries.
 * What is worth seeing is said by the engine: events of interest 1 and more, and requests that are not routine. The simulated clock
 * always tells the truth.
 */
export class Pacer {
  private readonly kernel: Kernel;
  private slowUntilMicros = -Infinity;
  private slowUntilWallMillis = 0;
  /** What was seen since the last news: messages by API and direction, events by name. */
  private readonly seen = new Map<string, number>();
  private quietSinceWallMillis = 0;
  reason: PaceReason = 'paused';

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Watches nothing until it is started: whoever seeks would pay for every event of the way. */
  stop(): void {
    this.kernel.onEvent = null;
    this.kernel.onSend = null;
  }

  /** Watches what happens from here on, as if nothing had been seen: after a seek the past looks at itself anew. */
  startAt(clockMicros: number): void {
    this.seen.clear();
    this.slowUntilMicros = clockMicros;
    this.slowUntilWallMillis = 0;
    this.kernel.onEvent = (_id, _node, spec): void => {
      this.observeEvent(spec);
    };
    this.kernel.onSend = (envelope, dueMicros): void => {
      this.observeMessage(envelope, dueMicros);
    };
  }

  /** Watches an event as it happens. */
  private observeEvent(spec: EventSpec): void {
    // News makes everything worth seeing again.
    if (spec.interest >= 2) this.seen.clear();
    if (spec.interest === 1 && this.countSeen(spec.name) >= watchedTimesOfEvents) return;
    if (spec.interest > 0) this.slowUntilMicros = Math.max(this.slowUntilMicros, this.kernel.nowMicros + afterglowMicros);
  }

  /** Watches a message as it is sent. */
  private observeMessage(envelope: Envelope, dueMicros: number): void {
    if (interestOf(envelope) === 0) return;
    const { api, kind } = envelope.message;
    const isWatched = this.countSeen(`${api} ${kind}`) < (watchedTimes[api] ?? watchedTimesOfMessages);
    if (isWatched) this.slowUntilMicros = Math.max(this.slowUntilMicros, dueMicros);
  }

  /** How often it was seen before, since the last news. */
  private countSeen(key: string): number {
    const seenCount = this.seen.get(key) ?? 0;
    this.seen.set(key, seenCount + 1);
    return seenCount;
  }

  /** True while simulated time stands where something worth seeing is under way. */
  isInteresting(clockMicros: number): boolean {
    return clockMicros < this.slowUntilMicros;
  }

  /** Simulated microseconds per wall second, now. */
  microsPerSecond(pace: Pace, clockMicros: number, wallMillis: number): number {
    if (pace.kind === 'paused') {
      this.reason = 'paused';
      return 0;
    }
    if (pace.kind === 'unbounded') {
      this.reason = 'unbounded';
      return Infinity;
    }
    if (!pace.followsInterest) {
      this.reason = 'even';
      return pace.microsPerSecond;
    }
    if (this.isInteresting(clockMicros)) this.slowUntilWallMillis = wallMillis + lingerMillis;
    if (wallMillis < this.slowUntilWallMillis) {
      this.quietSinceWallMillis = wallMillis;
      this.reason = 'slowed';
      return pace.microsPerSecond;
    }
    this.reason = 'quiet';
    const part = Math.min(1, (wallMillis - this.quietSinceWallMillis) / rampMillis);
    return Math.min(pace.microsPerSecond * maxHurry ** part, 20_000_000);
  }
}
