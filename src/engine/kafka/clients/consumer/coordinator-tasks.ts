import { errors } from '../../errors.ts';
import type { ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { callbackFailed, noBrokersAvailable } from './group-error.ts';
import type { Generation } from './group-member.ts';
import { failedFuture } from './request-future.ts';
import type { RequestFuture } from './request-future.ts';
import { Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';
import { AwaitFutureTask, AwaitMetadataTask, sleepStep } from './wait-tasks.ts';

export const complete: TaskStep = { kind: 'return', value: { kind: 'done', isComplete: true } };
export const incomplete: TaskStep = { kind: 'return', value: { kind: 'done', isComplete: false } };

/** Finds the coordinator and connects to it. Source: AbstractCoordinator.ensureCoordinatorReady. */
export class EnsureCoordinatorTask extends Task {
  private readonly deadlineMillis: number;
  private step: 'begin' | 'lookup' | 'answered' | 'slept' | 'refreshed' = 'begin';
  private future: RequestFuture<object> | null = null;
  private attempts = 0;

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const { member } = consumer.coordinator;
    switch (this.step) {
      case 'begin':
        if (!member.isCoordinatorUnknown(consumer)) return complete;
        this.step = 'lookup';
        return this.run(consumer, null);
      case 'lookup': {
        this.step = 'answered';
        const future = consumer.coordinator.lookupStore(consumer) ?? failedFuture<object>(noBrokersAvailable);
        this.future = future;
        return { kind: 'call', task: new AwaitFutureTask(future, this.deadlineMillis) };
      }
      case 'answered':
        return this.onAnswered(consumer);
      case 'slept':
        this.step = 'refreshed';
        return { kind: 'call', task: new AwaitMetadataTask(this.deadlineMillis) };
      case 'refreshed':
        member.findCoordinatorFuture = null;
        return this.again(consumer);
    }
  }

  private onAnswered(consumer: ClassicConsumer): TaskStep {
    const { member } = consumer.coordinator;
    const { future } = this;
    if (future === null || !future.isDone) return member.isCoordinatorUnknown(consumer) ? incomplete : complete;
    if (future.error === null) {
      const { coordinator } = member;
      const isUnavailable = coordinator !== null && consumer.client.isUnavailable(coordinator, consumer.nowMillis);
      if (isUnavailable) member.markCoordinatorUnknown(consumer, false);
      this.step = 'refreshed';
      return isUnavailable ? this.sleep(consumer) : this.run(consumer, null);
    }
    if (!future.error.isRetriable) {
      member.findCoordinatorFuture = null;
      return { kind: 'throw', error: future.error };
    }
    this.step = 'slept';
    return this.sleep(consumer);
  }

  private sleep(consumer: ClassicConsumer): TaskStep {
    return sleepStep(consumer, consumer.coordinator.backoffMillis(this.attempts++), this.deadlineMillis);
  }

  private again(consumer: ClassicConsumer): TaskStep {
    const isUnknown = consumer.coordinator.member.isCoordinatorUnknown(consumer);
    if (!isUnknown) return complete;
    if (consumer.nowMillis >= this.deadlineMillis) return incomplete;
    this.step = 'lookup';
    return this.run(consumer, null);
  }
}

/** Joins the group when it has to be joined. Source: AbstractCoordinator.ensureActiveGroup, joinGroupIfNeeded. */
export class JoinGroupTask extends Task {
  private readonly deadlineMillis: number;
  private step: 'coordinator' | 'thread' | 'check' | 'ready' | 'prepared' | 'answered' | 'revoked' = 'coordinator';

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    const { member } = coordinator;
    if (this.step === 'revoked') return this.completeJoin(consumer, callee?.kind === 'threw' ? callee.error : null);
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const isIncomplete = callee?.value.kind === 'done' && !callee.value.isComplete;
    switch (this.step) {
      case 'coordinator':
        this.step = 'thread';
        return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
      case 'thread':
        if (isIncomplete) return incomplete;
        member.startHeartbeatThreadIfNeeded();
        this.step = 'check';
        return this.run(consumer, null);
      case 'check':
        if (!coordinator.rejoinNeededOrPending(consumer)) return complete;
        this.step = 'ready';
        return { kind: 'call', task: new EnsureCoordinatorTask(this.deadlineMillis) };
      case 'ready':
        if (isIncomplete) return incomplete;
        this.step = 'prepared';
        if (!member.needsJoinPrepare) return this.run(consumer, null);
        // Set first: a rebalance that begins during the callbacks prepares again.
        member.needsJoinPrepare = false;
        return { kind: 'call', task: new PrepareJoinTask(this.deadlineMillis, member.generation) };
      case 'prepared':
        if (isIncomplete) {
          member.needsJoinPrepare = true;
          return incomplete;
        }
        this.step = 'answered';
        return { kind: 'call', task: new AwaitFutureTask(coordinator.initiateJoinGroup(consumer), this.deadlineMillis) };
      case 'answered':
        return this.onAnswered(consumer);
    }
  }

  private onAnswered(consumer: ClassicConsumer): TaskStep {
    const { coordinator } = consumer;
    const { member } = coordinator;
    const future = member.joinFuture;
    if (future?.isDone !== true) return incomplete;
    this.step = 'check';
    if (future.error === null) {
      if (member.hasGenerationReset || member.state !== 'STABLE') {
        const { generationId, memberId, protocolName } = member.generation;
        const generation = `Generation{generationId=${String(generationId)}, memberId='${memberId}', protocol='${String(protocolName)}'}`;
        const what = `modified by heartbeat thread to ${generation}/${member.state} before the rebalance callback triggered`;
        coordinator.resetStateAndRejoin(consumer, `rebalance failed since the generation/state was ${what}`, true);
      } else {
        const outcome = coordinator.revokeAfterJoin(consumer, future.value);
        if (!(outcome instanceof Task)) return this.completeJoin(consumer, outcome);
        this.step = 'revoked';
        return { kind: 'call', task: outcome };
      }
      member.joinFuture = null;
      return this.run(consumer, null);
    }
    member.joinFuture = null;
    return this.onFailed(consumer, future.error);
  }

  private completeJoin(consumer: ClassicConsumer, revocationError: ClientError | null): TaskStep {
    const { coordinator } = consumer;
    const { member } = coordinator;
    this.step = 'check';
    const error = coordinator.onJoinComplete(consumer, member.joinFuture?.value ?? null, revocationError);
    // The future stays: the next poll tells the application of its assignment again.
    if (error !== null) return { kind: 'throw', error };
    member.needsJoinPrepare = true;
    member.joinFuture = null;
    return this.run(consumer, null);
  }

  private onFailed(consumer: ClassicConsumer, error: ClientError): TaskStep {
    const { errorCode } = error;
    if (errorCode !== errors.MEMBER_ID_REQUIRED) consumer.coordinator.member.requestRejoin(`rebalance failed due to ${error.exception}`);
    const isAgainAtOnce =
      errorCode === errors.UNKNOWN_MEMBER_ID ||
      errorCode === errors.ILLEGAL_GENERATION ||
      errorCode === errors.REBALANCE_IN_PROGRESS ||
      errorCode === errors.MEMBER_ID_REQUIRED;
    if (isAgainAtOnce) return this.run(consumer, null);
    if (!error.isRetriable) return { kind: 'throw', error };
    if (consumer.nowMillis >= this.deadlineMillis) return incomplete;
    return sleepStep(consumer, consumer.settings.retryBackoffMillis, this.deadlineMillis);
  }
}

/**
 * What comes before a join: commit the positions, then give up partitions: all under the eager protocol, under the cooperative one only
 * those that are not subscribed any more. Source: ConsumerCoordinator.onJoinPrepare.
 */
export class PrepareJoinTask extends Task {
  private readonly deadlineMillis: number;
  /** As it was when the join began: the commit may bring the news that it is over. */
  private readonly generation: Generation;
  private step: 'commit' | 'committed' | 'slept' | 'callback' | 'finish' = 'commit';

  constructor(deadlineMillis: number, generation: Generation) {
    super();
    this.deadlineMillis = deadlineMillis;
    this.generation = generation;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    const { coordinator } = consumer;
    if (callee?.kind === 'threw' && this.step !== 'finish') return { kind: 'throw', error: callee.error };
    switch (this.step) {
      case 'commit':
        return this.commit(consumer);
      case 'committed':
        return this.onCommitted(consumer);
      case 'slept':
        return incomplete;
      case 'callback': {
        this.step = 'finish';
        const outcome = coordinator.revokeBeforeJoin(consumer, this.generation);
        if (outcome instanceof Task) return { kind: 'call', task: outcome };
        return this.finish(consumer, outcome);
      }
      case 'finish':
        return this.finish(consumer, callee?.kind === 'threw' ? callee.error : null);
    }
  }

  private commit(consumer: ClassicConsumer): TaskStep {
    const { coordinator } = consumer;
    coordinator.joinPrepareDeadlineMillis ??= consumer.nowMillis + consumer.settings.maxPollIntervalMillis;
    if (consumer.settings.enableAutoCommit && coordinator.joinPrepareCommit === null) {
      coordinator.markPendingRevocation(consumer);
      const { future, error } = coordinator.autoCommitOffsetsAsync(consumer);
      if (error !== null) return { kind: 'throw', error };
      coordinator.joinPrepareCommit = future;
    }
    this.step = 'callback';
    if (coordinator.joinPrepareCommit === null) return this.run(consumer, null);
    this.step = 'committed';
    return { kind: 'call', task: new AwaitFutureTask(coordinator.joinPrepareCommit, this.pollDeadline(consumer)) };
  }

  private onCommitted(consumer: ClassicConsumer): TaskStep {
    const { coordinator } = consumer;
    const commit = coordinator.joinPrepareCommit;
    const isOutOfTime = consumer.nowMillis >= (coordinator.joinPrepareDeadlineMillis ?? Infinity);
    const isUndecided = commit !== null && (!commit.isDone || commit.isRetriable);
    if (commit?.isDone === true) coordinator.joinPrepareCommit = null;
    this.step = 'callback';
    if (isOutOfTime || !isUndecided) return this.run(consumer, null);
    this.step = 'slept';
    return sleepStep(consumer, consumer.settings.retryBackoffMillis, this.pollDeadline(consumer));
  }

  private finish(consumer: ClassicConsumer, error: ClientError | null): TaskStep {
    const { coordinator } = consumer;
    coordinator.onJoinPrepared(consumer, this.generation);
    return error === null ? complete : { kind: 'throw', error: callbackFailed(error) };
  }

  private pollDeadline(consumer: ClassicConsumer): number {
    return Math.min(this.deadlineMillis, consumer.coordinator.joinPrepareDeadlineMillis ?? this.deadlineMillis);
  }
}
