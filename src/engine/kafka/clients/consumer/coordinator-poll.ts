import type { ClassicConsumer } from './classic-consumer.ts';
import { complete, EnsureCoordinatorTask, incomplete, JoinGroupTask } from './coordinator-tasks.ts';
import { Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';
import { AwaitMetadataTask } from './wait-tasks.ts';

/** What each pass of poll() does for the group: callbacks, coordinator, join, auto-commit. Source: ConsumerCoordinator.poll. */
export class CoordinatorPollTask extends Task {
  private readonly deadlineMillis: number;
  private step: 'begin' | 'coordinator' | 'metadata' | 'joined' | 'pollOnce' | 'commit' = 'begin';

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const isIncomplete = callee?.value.kind === 'done' && !callee.value.isComplete;
    switch (this.step) {
      case 'begin':
        return this.begin(consumer);
      case 'coordinator':
        return isIncomplete ? incomplete : this.afterCoordinator(consumer);
      case 'metadata':
        if (isIncomplete) return incomplete;
        consumer.coordinator.maybeUpdateSubscriptionMetadata(consumer);
        return this.join(consumer);
      case 'joined':
        if (isIncomplete) return incomplete;
        this.step = 'commit';
        return this.run(consumer, null);
      case 'pollOnce': {
        const error = consumer.pollNow();
        if (error !== null) return { kind: 'throw', error };
        this.step = 'commit';
        return this.run(consumer, null);
      }
      case 'commit': {
        const error = consumer.coordinator.maybeAutoCommitOffsetsAsync(consumer);
        return error === null ? complete : { kind: 'throw', error };
      }
    }
  }

  private begin(consumer: ClassicConsumer): TaskStep {
    const { coordinator, metadata } = consumer;
    coordinator.maybeUpdateSubscriptionMetadata(consumer);
    const commitError = coordinator.invokeCompletedCommitCallbacks(consumer);
    if (commitError !== null) return { kind: 'throw', error: commitError };
    if (!consumer.subscriptions.hasAutoAssignedPartitions) {
      this.step = 'pollOnce';
      if (metadata.updateRequested && !consumer.client.hasReadyNodes(consumer.nowMillis)) {
        return { kind: 'call', task: new AwaitMetadataTask(this.deadlineMillis) };
      }
      return this.run(consumer, null);
    }
    const heartbeatError = coordinator.member.pollHeartbeat(consumer.nowMillis);
    if (heartbeatError !== null) return { kind: 'throw', error: heartbeatError };
    this.step = 'coordinator';
    if (coordinator.member.isCoordinatorUnknown(consumer)) return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
    return this.run(consumer, null);
  }

  private afterCoordinator(consumer: ClassicConsumer): TaskStep {
    const { coordinator, metadata } = consumer;
    if (!coordinator.rejoinNeededOrPending(consumer)) {
      this.step = 'commit';
      return this.run(consumer, null);
    }
    if (consumer.subscriptions.subscriptionType === 'AUTO_PATTERN') {
      // A pattern is matched against all topics: join with what the cluster has now.
      if (metadata.timeToAllowUpdate(consumer.nowMillis) === 0) metadata.requestFreshUpdate(true);
      this.step = 'metadata';
      const isStale = metadata.updateRequested || metadata.timeToNextUpdate(consumer.nowMillis) === 0;
      return isStale ? { kind: 'call', task: new AwaitMetadataTask(this.deadlineMillis) } : this.run(consumer, null);
    }
    return this.join(consumer);
  }

  private join(consumer: ClassicConsumer): TaskStep {
    this.step = 'joined';
    // poll() does not wait for the group: what is still missing goes on in the next poll.
    return { kind: 'call', task: new JoinGroupTask(consumer.nowMillis) };
  }
}
