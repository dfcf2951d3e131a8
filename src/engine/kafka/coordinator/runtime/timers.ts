import { State } from '../../../kernel/state.ts';

/** What a timer does when it fires; data, so that it survives a checkpoint. */
export type TimerTask =
  | { readonly kind: 'classicHeartbeat'; readonly groupId: string; readonly memberId: string }
  | { readonly kind: 'classicInitialJoin'; readonly groupId: string; readonly delayMs: number; readonly remainingMs: number }
  | { readonly kind: 'classicJoin'; readonly groupId: string }
  | { readonly kind: 'classicSync'; readonly groupId: string; readonly generationId: number }
  | { readonly kind: 'consumerFence'; readonly groupId: string; readonly memberId: string }
  | { readonly kind: 'consumerRebalance'; readonly groupId: string; readonly memberId: string; readonly memberEpoch: number }
  | { readonly kind: 'cleanupGroupMetadata' };

/** One running timer. */
export interface CoordinatorTimer {
  readonly key: string;
  readonly deadlineMillis: number;
  /** Ties fire in the order of scheduling. */
  readonly sequence: number;
  /** What an operation that failed is tried again after; null: it is not. */
  readonly retryBackoffMs: number | null;
  readonly task: TimerTask;
}

/** How to set a timer. */
export interface TimerSetting {
  readonly nowMillis: number;
  readonly delayMs: number;
  readonly retryBackoffMs: number | null;
  readonly task: TimerTask;
}

/** The backoff of operations that are tried again. Source: CoordinatorTimerImpl. */
export const defaultRetryBackoffMs = 500;

/** The timers of one coordinator partition by key: one key, one timer. Source: CoordinatorTimer. */
export class CoordinatorTimers extends State {
  private readonly timers = new Map<string, CoordinatorTimer>();
  private nextSequence = 0;

  /** Sets a timer, in place of the one with the same key. */
  schedule(key: string, setting: TimerSetting): void {
    const { nowMillis, delayMs, retryBackoffMs, task } = setting;
    this.timers.delete(key);
    this.timers.set(key, { key, deadlineMillis: nowMillis + delayMs, sequence: this.nextSequence, retryBackoffMs, task });
    this.nextSequence += 1;
  }

  scheduleIfAbsent(key: string, setting: TimerSetting): void {
    if (!this.timers.has(key)) this.schedule(key, setting);
  }

  cancel(key: string): void {
    this.timers.delete(key);
  }

  cancelAll(): void {
    this.timers.clear();
  }

  /** Takes a timer out because its time has come. */
  take(key: string): CoordinatorTimer | undefined {
    const timer = this.timers.get(key);
    this.timers.delete(key);
    return timer;
  }

  /** The timer that is due first, or undefined. */
  next(): CoordinatorTimer | undefined {
    let first: CoordinatorTimer | undefined;
    for (const timer of this.timers.values()) {
      const isEarlier = first === undefined || timer.deadlineMillis < first.deadlineMillis;
      if (isEarlier || (timer.deadlineMillis === first?.deadlineMillis && timer.sequence < first.sequence)) first = timer;
    }
    return first;
  }

  all(): readonly CoordinatorTimer[] {
    return [...this.timers.values()];
  }
}
