import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { complete, EnsureCoordinatorTask, incomplete } from './coordinator-tasks.ts';
import type { CommitOffsets } from './group-listener.ts';
import type { CommittedOffsets } from './offset-requests.ts';
import type { RequestFuture } from './request-future.ts';
import { NetworkPollTask, Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';
import type { PartitionName } from './topic-partition.ts';
import { AwaitFutureTask, sleepStep } from './wait-tasks.ts';

/** Commits and waits for the answer; tries again until it succeeds or the time is over. Source: ConsumerCoordinator.commitOffsetsSync. */
export class CommitSyncTask extends Task {
  private readonly offsets: CommitOffsets;
  private readonly deadlineMillis: number;
  private step: 'begin' | 'coordinator' | 'send' | 'answered' | 'slept' = 'begin';
  private future: RequestFuture<object> | null = null;
  private attempts = 0;

  constructor(offsets: CommitOffsets, deadlineMillis: number) {
    super();
    this.offsets = offsets;
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const isIncomplete = callee?.value.kind === 'done' && !callee.value.isComplete;
    switch (this.step) {
      case 'begin': {
        const error = coordinator.invokeCompletedCommitCallbacks(consumer);
        if (error !== null) return { kind: 'throw', error };
        this.step = 'coordinator';
        // Nothing to commit: only the commits that are on their way are waited for.
        if (this.offsets.size === 0) return { kind: 'call', task: new AwaitAsyncCommitsTask(this.deadlineMillis) };
        return this.run(consumer, null);
      }
      case 'coordinator':
        if (this.offsets.size === 0) return isIncomplete ? incomplete : complete;
        this.step = 'send';
        return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
      case 'send':
        if (isIncomplete) return incomplete;
        this.future = coordinator.sendCommit(consumer, this.offsets, null);
        this.step = 'answered';
        return { kind: 'call', task: new AwaitFutureTask(this.future, this.deadlineMillis) };
      case 'answered':
        return this.onAnswered(consumer);
      case 'slept':
        if (consumer.nowMillis >= this.deadlineMillis) return incomplete;
        this.step = 'coordinator';
        return this.run(consumer, null);
    }
  }

  private onAnswered(consumer: ClassicConsumer): TaskStep {
    const error = consumer.coordinator.invokeCompletedCommitCallbacks(consumer);
    if (error !== null) return { kind: 'throw', error };
    const { future } = this;
    if (future?.hasSucceeded === true) return complete;
    const failure = future?.error ?? null;
    if (failure !== null && !failure.isRetriable) return { kind: 'throw', error: failure };
    this.step = 'slept';
    return sleepStep(consumer, consumer.coordinator.backoffMillis(this.attempts++), this.deadlineMillis);
  }
}

/** Waits for asynchronous commits that are on their way. Source: ConsumerCoordinator.invokePendingAsyncCommits. */
class AwaitAsyncCommitsTask extends Task {
  private readonly deadlineMillis: number;
  private step: 'coordinator' | 'poll' | 'polled' | 'slept' = 'coordinator';
  private attempts = 0;

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    switch (this.step) {
      case 'coordinator':
        if (coordinator.inFlightAsyncCommits === 0) return complete;
        this.step = 'poll';
        return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
      case 'poll':
        this.step = 'polled';
        return { kind: 'call', task: new NetworkPollTask(this.deadlineMillis) };
      case 'polled': {
        const error = coordinator.invokeCompletedCommitCallbacks(consumer);
        if (error !== null) return { kind: 'throw', error };
        if (coordinator.inFlightAsyncCommits === 0) return complete;
        this.step = 'slept';
        return sleepStep(consumer, coordinator.backoffMillis(this.attempts++), this.deadlineMillis);
      }
      case 'slept':
        if (consumer.nowMillis >= this.deadlineMillis) return incomplete;
        this.step = 'coordinator';
        return this.run(consumer, null);
    }
  }
}

/** Asks for committed offsets until an answer comes or the time is over. Source: ConsumerCoordinator.fetchCommittedOffsets. */
export class FetchCommittedTask extends Task {
  private readonly partitions: readonly PartitionName[];
  private readonly deadlineMillis: number;
  private step: 'coordinator' | 'send' | 'answered' | 'slept' = 'coordinator';
  private future: RequestFuture<CommittedOffsets> | null = null;
  private attempts = 0;

  constructor(partitions: readonly PartitionName[], deadlineMillis: number) {
    super();
    this.partitions = partitions;
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    switch (this.step) {
      case 'coordinator':
        this.step = 'send';
        return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
      case 'send':
        if (callee?.value.kind === 'done' && !callee.value.isComplete) return notFound;
        this.future = coordinator.pendingOffsetFetch(consumer, this.partitions) ?? coordinator.sendFetch(consumer, this.partitions);
        coordinator.rememberOffsetFetch(this.partitions, this.future);
        this.step = 'answered';
        return { kind: 'call', task: new AwaitFutureTask(this.future, this.deadlineMillis) };
      case 'answered':
        return this.onAnswered(consumer);
      case 'slept':
        if (consumer.nowMillis >= this.deadlineMillis) return notFound;
        this.step = 'coordinator';
        return this.run(consumer, null);
    }
  }

  private onAnswered(consumer: ClassicConsumer): TaskStep {
    const { future } = this;
    if (future?.isDone !== true) return notFound;
    consumer.coordinator.forgetOffsetFetch();
    if (future.error === null) return { kind: 'return', value: { kind: 'committed', offsets: future.value } };
    if (!future.isRetriable) return { kind: 'throw', error: future.error };
    this.step = 'slept';
    return sleepStep(consumer, consumer.coordinator.backoffMillis(this.attempts++), this.deadlineMillis);
  }
}

const notFound: TaskStep = { kind: 'return', value: { kind: 'committed', offsets: null } };

/** Gives partitions without position the one that was committed. Source: ConsumerCoordinator.initWithCommittedOffsetsIfNeeded. */
export class InitWithCommittedTask extends Task {
  private readonly deadlineMillis: number;
  private hasAsked = false;

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    if (!this.hasAsked) {
      this.hasAsked = true;
      const partitions = consumer.subscriptions.initializingPartitions();
      if (partitions.length === 0) return complete;
      return { kind: 'call', task: new FetchCommittedTask(partitions, this.deadlineMillis) };
    }
    const offsets = callee?.value.kind === 'committed' ? callee.value.offsets : null;
    if (offsets === null) return incomplete;
    for (const [name, committed] of offsets) {
      if (committed === null) continue;
      if (committed.leaderEpoch !== null) consumer.metadata.updateLastSeenEpochIfNewer(name, committed.leaderEpoch);
      const state = consumer.subscriptions.stateOf(name);
      // The partition may have been taken away while the answer was on its way.
      state?.seekUnvalidated({
        offset: committed.offset,
        offsetEpoch: committed.leaderEpoch,
        currentLeader: consumer.metadata.currentLeader(name),
      });
    }
    return complete;
  }
}

/** Commits by itself if it should, waits for commits on their way, then leaves the group. Source: ConsumerCoordinator.close. */
export class CloseCoordinatorTask extends Task {
  private readonly deadlineMillis: number;
  private step: 'commit' | 'pending' | 'poll' | 'polled' | 'leave' | 'await' = 'commit';
  private error: ClientError | null = null;

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    // A failed commit is only logged: the consumer is closed all the same.
    if (callee?.kind === 'threw' && this.step !== 'pending') this.error ??= callee.error;
    switch (this.step) {
      case 'commit':
        this.step = 'pending';
        if (!consumer.settings.enableAutoCommit) return this.run(consumer, null);
        return { kind: 'call', task: new CommitSyncTask(coordinator.allConsumed(consumer), this.deadlineMillis) };
      case 'pending':
        this.step = coordinator.pendingAsyncCommits > 0 && consumer.nowMillis < this.deadlineMillis ? 'poll' : 'leave';
        if (this.step === 'leave') return this.run(consumer, null);
        return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
      case 'poll':
        this.step = 'polled';
        return { kind: 'call', task: new NetworkPollTask(this.deadlineMillis) };
      case 'polled':
        this.error ??= coordinator.invokeCompletedCommitCallbacks(consumer);
        this.step = this.error === null ? 'pending' : 'leave';
        return this.run(consumer, null);
      case 'leave':
        return this.leave(consumer);
      case 'await':
        return this.awaitAnswers(consumer);
    }
  }

  private leave(consumer: ClassicConsumer): TaskStep {
    const { coordinator } = consumer;
    coordinator.closeHeartbeatThread();
    const error = coordinator.onLeavePrepare(consumer);
    if (error !== null) return { kind: 'throw', error };
    coordinator.maybeLeaveGroup(consumer, 'the consumer is being closed');
    this.step = 'await';
    return this.awaitAnswers(consumer);
  }

  private awaitAnswers(consumer: ClassicConsumer): TaskStep {
    const nodeId = consumer.coordinator.member.checkAndGetCoordinator(consumer);
    const isWaiting = nodeId !== null && consumer.client.hasPendingRequests(nodeId) && consumer.nowMillis < this.deadlineMillis;
    if (isWaiting) return { kind: 'call', task: new NetworkPollTask(this.deadlineMillis) };
    return this.error === null ? complete : { kind: 'throw', error: this.error };
  }
}
