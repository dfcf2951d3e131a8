import { State } from '../../../kernel/state.ts';
import type { RecordRun } from './record-run.ts';

/** A caller that waits for memory. Waiters are served in order and may get their memory piece by piece. */
export class MemoryWaiter extends State {
  readonly sizeBytes: number;
  readonly run: RecordRun;
  readonly deadlineMillis: number;
  readonly maxTimeToBlockMillis: number;
  accumulatedBytes = 0;

  constructor(run: RecordRun, sizeBytes: number, nowMillis: number, maxTimeToBlockMillis: number) {
    super();
    this.run = run;
    this.sizeBytes = sizeBytes;
    this.maxTimeToBlockMillis = maxTimeToBlockMillis;
    this.deadlineMillis = nowMillis + maxTimeToBlockMillis;
  }
}

const nobody: readonly MemoryWaiter[] = [];

/**
 * The memory that batches are made of: buffer.memory bytes, of which buffers of batch.size are kept for the next batch.
 * Source: BufferPool.
 */
export class BufferPool extends State {
  readonly totalMemoryBytes: number;
  readonly poolableSizeBytes: number;
  /** Buffers of batch.size that wait for their next use. */
  freeBufferCount = 0;
  nonPooledAvailableBytes: number;
  readonly waiters: MemoryWaiter[] = [];
  isClosed = false;

  constructor(totalMemoryBytes: number, poolableSizeBytes: number) {
    super();
    this.totalMemoryBytes = totalMemoryBytes;
    this.nonPooledAvailableBytes = totalMemoryBytes;
    this.poolableSizeBytes = poolableSizeBytes;
  }

  get availableMemoryBytes(): number {
    return this.nonPooledAvailableBytes + this.freeBufferCount * this.poolableSizeBytes;
  }

  /** When the first of those who wait gives up: Infinity when nobody waits. */
  get firstDeadlineMillis(): number {
    let first = Infinity;
    for (const { deadlineMillis } of this.waiters) if (deadlineMillis < first) first = deadlineMillis;
    return first;
  }

  /** Takes a buffer if there is memory for it now; a caller who finds some does not queue behind those who wait. */
  tryAllocate(sizeBytes: number): boolean {
    if (sizeBytes === this.poolableSizeBytes && this.freeBufferCount > 0) {
      this.freeBufferCount--;
      return true;
    }
    if (this.availableMemoryBytes < sizeBytes) return false;
    this.freeUp(sizeBytes);
    this.nonPooledAvailableBytes -= sizeBytes;
    return true;
  }

  /** Queues a caller until memory comes back. */
  wait(waiter: MemoryWaiter): void {
    this.waiters.push(waiter);
  }

  /** Gives a buffer back. */
  deallocate(sizeBytes: number): void {
    if (sizeBytes === this.poolableSizeBytes) this.freeBufferCount++;
    else this.nonPooledAvailableBytes += sizeBytes;
  }

  /** Hands free memory to those who wait, first come first served; returns who has got all it asked for. */
  takeServed(): readonly MemoryWaiter[] {
    if (this.waiters.length === 0) return nobody;
    const served: MemoryWaiter[] = [];
    for (let first = this.waiters[0]; first !== undefined; first = this.waiters[0]) {
      if (!this.serve(first)) break;
      this.waiters.shift();
      served.push(first);
    }
    return served;
  }

  remove(waiter: MemoryWaiter): void {
    const index = this.waiters.indexOf(waiter);
    if (index < 0) return;
    this.waiters.splice(index, 1);
    this.nonPooledAvailableBytes += waiter.accumulatedBytes;
    waiter.accumulatedBytes = 0;
  }

  private serve(waiter: MemoryWaiter): boolean {
    if (waiter.accumulatedBytes === 0 && waiter.sizeBytes === this.poolableSizeBytes && this.freeBufferCount > 0) {
      this.freeBufferCount--;
      return true;
    }
    const missing = waiter.sizeBytes - waiter.accumulatedBytes;
    this.freeUp(missing);
    const got = Math.min(missing, this.nonPooledAvailableBytes);
    this.nonPooledAvailableBytes -= got;
    waiter.accumulatedBytes += got;
    return waiter.accumulatedBytes === waiter.sizeBytes;
  }

  private freeUp(sizeBytes: number): void {
    while (this.freeBufferCount > 0 && this.nonPooledAvailableBytes < sizeBytes) {
      this.freeBufferCount--;
      this.nonPooledAvailableBytes += this.poolableSizeBytes;
    }
  }
}
