import type { ClientError } from '../common/client-error.ts';
import { timeoutError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { CommitSyncTask } from './commit-tasks.ts';
import { CausedError } from './consumer-error.ts';
import type { ConsumerRequest } from './consumer-network-client.ts';
import { emptyFetch, isEmptyFetch } from './fetch-collector.ts';
import type { Fetch } from './fetch-collector.ts';
import type { CommitOffsets } from './group-listener.ts';
import { noOffsetError } from './offset-fetcher.ts';
import { noAvailableFetches } from './poll-condition.ts';
import { NetworkPollTask, returnNone, Task } from './task.ts';
import type { TaskResult, TaskStep } from './task.ts';
import type { PartitionName } from './topic-partition.ts';

/**
 * Checks positions, and finds them out where they are missing. Null: there is one for every partition, as nearly always. Source:
 * updateFetchPositions.
 */
function updatePositions(consumer: ClassicConsumer, deadlineMillis: number): TaskStep | null {
  const error = consumer.offsetFetcher.validatePositionsIfNeeded(consumer);
  if (error !== null) return { kind: 'throw', error };
  consumer.hasAllFetchPositions = consumer.subscriptions.hasAllFetchPositions;
  return consumer.hasAllFetchPositions ? null : { kind: 'call', task: new MissingPositionsTask(deadlineMillis) };
}

/** Finds out positions where they are missing: committed offsets, then resets. */
class MissingPositionsTask extends Task {
  private readonly deadlineMillis: number;
  private hasAskedForCommitted = false;

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    if (callee?.value.kind === 'done' && !callee.value.isComplete) return { kind: 'return', value: callee.value };
    if (!this.hasAskedForCommitted) {
      this.hasAskedForCommitted = true;
      const task = consumer.assignmentSource?.initWithCommittedOffsets(consumer, this.deadlineMillis) ?? null;
      if (task !== null) return { kind: 'call', task };
    }
    const withoutPolicy = consumer.subscriptions.resetInitializingPositions();
    const error = withoutPolicy.length > 0 ? noOffsetError(withoutPolicy) : consumer.offsetFetcher.resetPositionsIfNeeded(consumer);
    return error === null ? returnNone : { kind: 'throw', error };
  }
}

const returnNothing: TaskStep = { kind: 'return', value: { kind: 'records', fetch: emptyFetch } };

/** poll(timeout): waits for records at most so long. Source: ClassicKafkaConsumer.poll, pollForFetches. */
export class PollTask extends Task {
  private readonly deadlineMillis: number;
  private step: 'assignment' | 'positions' | 'fetch' | 'collect' = 'assignment';

  constructor(deadlineMillis: number) {
    super();
    this.deadlineMillis = deadlineMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const isIncomplete = callee?.value.kind === 'done' && !callee.value.isComplete;
    switch (this.step) {
      case 'assignment': {
        this.step = 'positions';
        const task = consumer.assignmentSource?.beginPoll(consumer, this.deadlineMillis) ?? null;
        return task === null ? this.run(consumer, null) : { kind: 'call', task };
      }
      case 'positions':
        this.step = 'fetch';
        // A consumer that is not in its group yet still gives what it has fetched before.
        return (isIncomplete ? null : updatePositions(consumer, this.deadlineMillis)) ?? this.fetch(consumer);
      case 'fetch':
        return this.fetch(consumer);
      case 'collect': {
        const fetch = consumer.fetcher.collectFetch(consumer);
        if (fetch.error !== null || !isEmptyFetch(fetch)) return this.finish(consumer, fetch);
        if (consumer.nowMillis >= this.deadlineMillis) return returnNothing;
        this.step = 'assignment';
        return this.run(consumer, null);
      }
    }
  }

  private fetch(consumer: ClassicConsumer): TaskStep {
    const remainingMillis = Math.max(this.deadlineMillis - consumer.nowMillis, 0);
    const sourceMillis = consumer.assignmentSource?.timeToNextPollMillis(consumer.nowMillis) ?? remainingMillis;
    if (typeof sourceMillis !== 'number') return { kind: 'throw', error: sourceMillis };
    // Kafka's thread spins while a heartbeat is due, until the heartbeat thread has sent it; spinning takes time here too.
    let timeoutMillis = Math.min(remainingMillis, Math.max(sourceMillis, consumer.spinMillis));
    const fetch = consumer.fetcher.collectFetch(consumer);
    if (fetch.error !== null || !isEmptyFetch(fetch)) return this.finish(consumer, fetch);
    consumer.sendFetches();
    // While positions are missing, what is waited for may come without a fetch: look again soon.
    if (!consumer.hasAllFetchPositions) timeoutMillis = Math.min(timeoutMillis, consumer.settings.retryBackoffMillis);
    this.step = 'collect';
    return { kind: 'call', task: new NetworkPollTask(consumer.nowMillis + timeoutMillis, noAvailableFetches) };
  }

  private finish(consumer: ClassicConsumer, fetch: Fetch): TaskStep {
    if (fetch.error !== null) return { kind: 'throw', error: fetch.error };
    // The next fetches travel while the application works on these records.
    if (consumer.sendFetches() > 0 || consumer.client.hasPendingRequests(null)) consumer.client.transmitSends(consumer.nowMillis);
    return { kind: 'return', value: { kind: 'records', fetch } };
  }
}

/** position(partition): waits until there is one. */
export class PositionTask extends Task {
  private readonly partition: PartitionName;
  private readonly startMillis: number;
  private readonly timeoutMillis: number;
  private step: 'look' | 'update' | 'poll' = 'look';

  constructor(partition: PartitionName, startMillis: number, timeoutMillis: number) {
    super();
    this.partition = partition;
    this.startMillis = startMillis;
    this.timeoutMillis = timeoutMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    const deadlineMillis = this.startMillis + this.timeoutMillis;
    if (this.step === 'update') {
      this.step = 'poll';
      return { kind: 'call', task: new NetworkPollTask(deadlineMillis) };
    }
    if (this.step === 'poll' && consumer.nowMillis >= deadlineMillis) return { kind: 'throw', error: this.timeout() };
    const state = consumer.subscriptions.stateOf(this.partition);
    if (state !== null && state.hasValidPosition && state.position !== null) {
      return { kind: 'return', value: { kind: 'offset', offset: state.position.offset } };
    }
    this.step = 'update';
    return updatePositions(consumer, deadlineMillis) ?? this.run(consumer, null);
  }

  private timeout(): ClientError {
    return timeoutError(
      `Timeout of ${String(this.timeoutMillis)}ms expired before the position for partition ${this.partition} could be determined`,
    );
  }
}

/** commitSync(offsets, timeout), with the exception that Kafka throws when the time is over. */
export class CommitTask extends Task {
  private readonly offsets: CommitOffsets;
  private readonly startMillis: number;
  private readonly timeoutMillis: number;
  private hasBegun = false;

  constructor(offsets: CommitOffsets, startMillis: number, timeoutMillis: number) {
    super();
    this.offsets = offsets;
    this.startMillis = startMillis;
    this.timeoutMillis = timeoutMillis;
  }

  run(_consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') return { kind: 'throw', error: callee.error };
    if (!this.hasBegun) {
      this.hasBegun = true;
      return { kind: 'call', task: new CommitSyncTask(this.offsets, this.startMillis + this.timeoutMillis) };
    }
    if (callee?.value.kind === 'done' && callee.value.isComplete) return returnNone;
    const offsets = [...this.offsets].map(([name, { offset, leaderEpoch }]) => {
      return `${name}=OffsetAndMetadata{offset=${String(offset)}, leaderEpoch=${String(leaderEpoch)}, metadata=''}`;
    });
    const timeout = `Timeout of ${String(this.timeoutMillis)}ms expired`;
    return { kind: 'throw', error: timeoutError(`${timeout} before successfully committing offsets {${offsets.join(', ')}}`) };
  }
}

/**
 * close(timeout): leaves the group, ends the fetch sessions, and waits for the answers at most so long.
 * Source: ClassicKafkaConsumer.close.
 */
export class CloseTask extends Task {
  private readonly startMillis: number;
  private readonly timeoutMillis: number;
  private step: 'source' | 'sessions' | 'await' = 'source';
  private deadlineMillis = 0;
  private requests: ConsumerRequest[] = [];
  private error: ClientError | null = null;

  constructor(startMillis: number, timeoutMillis: number) {
    super();
    this.startMillis = startMillis;
    this.timeoutMillis = timeoutMillis;
  }

  run(consumer: ClassicConsumer, callee: TaskResult | null): TaskStep {
    if (callee?.kind === 'threw') this.error ??= callee.error;
    const { requestTimeoutMillis } = consumer.settings;
    switch (this.step) {
      case 'source': {
        this.step = 'sessions';
        const deadlineMillis = this.startMillis + Math.min(this.timeoutMillis, requestTimeoutMillis);
        const task = consumer.assignmentSource?.close(consumer, deadlineMillis) ?? null;
        return task === null ? this.run(consumer, null) : { kind: 'call', task };
      }
      case 'sessions': {
        this.step = 'await';
        const remainingMillis = Math.max(this.timeoutMillis - (consumer.nowMillis - this.startMillis), 0);
        this.deadlineMillis = consumer.nowMillis + Math.min(requestTimeoutMillis, remainingMillis);
        this.requests = consumer.fetcher.sendSessionCloses(consumer);
        return this.run(consumer, null);
      }
      case 'await':
        if (consumer.nowMillis < this.deadlineMillis && this.requests.some((request) => !request.isDone)) {
          return { kind: 'call', task: new NetworkPollTask(this.deadlineMillis) };
        }
        consumer.fetcher.clear(consumer);
        consumer.isClosed = true;
        return this.error === null ? returnNone : { kind: 'throw', error: closeFailed(this.error) };
    }
  }
}

function closeFailed({ exception, errorCode, message }: ClientError): ClientError {
  return new CausedError('KafkaException', null, 'Failed to close kafka consumer', { exception, errorCode, message });
}
