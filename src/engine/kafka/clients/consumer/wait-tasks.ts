import type { ClassicConsumer } from './classic-consumer.ts';
import type { RequestFuture } from './request-future.ts';
import { NetworkPollTask, Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';

/** Polls the network until a future has ended or the time is over, at least once. Source: ConsumerNetworkClient.poll(future, timer). */
export class AwaitFutureTask extends Task {
  private readonly future: RequestFuture<object>;
  private readonly deadlineMillis: number;
  private hasPolled = false;

  constructor(future: RequestFuture<object>, deadlineMillis: number) {
    super();
    this.future = future;
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const isOver = this.future.isDone || consumer.nowMillis >= this.deadlineMillis;
    if (this.hasPolled && isOver) return { kind: 'return', value: { kind: 'done', isComplete: this.future.isDone } };
    this.hasPolled = true;
    return { kind: 'call', task: new NetworkPollTask(this.deadlineMillis, { kind: 'pending', future: this.future }) };
  }
}

/** Asks for fresh metadata and polls until they are here or the time is over. Source: ConsumerNetworkClient.awaitMetadataUpdate. */
export class AwaitMetadataTask extends Task {
  private readonly deadlineMillis: number;
  private version: number | null = null;

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    if (this.version === null) {
      this.version = consumer.metadata.requestFreshUpdate(false);
    } else {
      const isUpdated = consumer.metadata.updateVersion !== this.version;
      if (isUpdated || consumer.nowMillis >= this.deadlineMillis) return { kind: 'return', value: { kind: 'done', isComplete: isUpdated } };
    }
    return { kind: 'call', task: new NetworkPollTask(this.deadlineMillis) };
  }
}

/** A step that sleeps, at most until a deadline: whatever arrives meanwhile waits. */
export function sleepStep(consumer: ClassicConsumer, millis: number, deadlineMillis: number): TaskStep {
  return { kind: 'sleep', untilMillis: Math.min(consumer.nowMillis + millis, Math.max(deadlineMillis, consumer.nowMillis)) };
}
