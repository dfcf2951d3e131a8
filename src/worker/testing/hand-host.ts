import type { Host } from '../pump.ts';

/** A host whose wall clock stands in the test's hands. */
export class HandHost implements Host {
  now = 0;
  private queue: (() => void)[] = [];

  wallMillis(): number {
    return this.now;
  }

  soon(callback: () => void): void {
    this.queue.push(callback);
  }

  nextTick(callback: () => void): void {
    this.queue.push(callback);
  }

  /** Lets so much wall time pass, in pictures of 16 ms. */
  pass(millis: number): void {
    for (const end = this.now + millis; this.now < end; this.now += 16) {
      const queue = this.queue;
      this.queue = [];
      for (const callback of queue) callback();
    }
  }
}
