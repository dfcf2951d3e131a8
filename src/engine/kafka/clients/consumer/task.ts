import { State } from '../../../kernel/state.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import type { Fetch } from './fetch-collector.ts';
import { always } from './poll-condition.ts';
import type { PollCondition } from './poll-condition.ts';
import type { PartitionName } from './topic-partition.ts';

/** A committed offset, with the leader epoch of the record before it. */
export interface CommittedOffset {
  readonly offset: number;
  readonly leaderEpoch: number | null;
}

/** What a finished call gives back. */
export type TaskValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'records'; readonly fetch: Fetch }
  | { readonly kind: 'offset'; readonly offset: number }
  /** Committed offsets; null: not found out in time. */
  | { readonly kind: 'committed'; readonly offsets: ReadonlyMap<PartitionName, CommittedOffset | null> | null }
  /** Whether the call came to its end in the time that it had. */
  | { readonly kind: 'done'; readonly isComplete: boolean };

/** How a call ended. */
export type TaskResult = { readonly kind: 'returned'; readonly value: TaskValue } | { readonly kind: 'threw'; readonly error: ClientError };

/** What a call does next. */
export type TaskStep =
  | { readonly kind: 'return'; readonly value: TaskValue }
  | { readonly kind: 'throw'; readonly error: ClientError }
  | { readonly kind: 'call'; readonly task: Task }
  /** Sleeps in the network's poll until something arrives, or until then. */
  | { readonly kind: 'wait'; readonly untilMillis: number }
  /** Sleeps until then, whatever arrives. */
  | { readonly kind: 'sleep'; readonly untilMillis: number };

/**
 * A call of the consumer's API, or of a part of it, that may have to wait: Kafka blocks a thread there. The stack of calls is state, so a
 * checkpoint can be taken, and time turned back, in the middle of a poll().
 */
export abstract class Task extends State {
  /** Runs on until it ends, calls another task or waits. `callee`: what the called task came to; null at first and after a wait. */
  abstract run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep;
}

export const returnNone: TaskStep = { kind: 'return', value: { kind: 'none' } };

/** One pass of the network: ConsumerNetworkClient.poll with its wait. */
export class NetworkPollTask extends Task {
  private readonly deadlineMillis: number;
  private readonly condition: PollCondition;
  private hasBegun = false;
  private hasEnded = false;

  constructor(deadlineMillis: number, condition: PollCondition = always) {
    super();
    this.deadlineMillis = deadlineMillis;
    this.condition = condition;
  }

  run(consumer: ClassicConsumer): TaskStep {
    if (!this.hasBegun) {
      this.hasBegun = true;
      const remainingMillis = Math.max(this.deadlineMillis - consumer.nowMillis, 0);
      const timeoutMillis = consumer.client.beginPoll(consumer, remainingMillis, this.condition);
      if (timeoutMillis > 0 && !consumer.hasNested) return { kind: 'wait', untilMillis: consumer.nowMillis + timeoutMillis };
    }
    if (!this.hasEnded) {
      this.hasEnded = true;
      const error = consumer.client.endPoll(consumer);
      if (error !== null) return { kind: 'throw', error };
    }
    // An answer may have made it necessary to wait for something else first.
    const nested = consumer.takeNested();
    return nested === null ? returnNone : { kind: 'call', task: nested };
  }
}
