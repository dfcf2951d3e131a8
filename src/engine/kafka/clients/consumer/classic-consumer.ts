import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { illegalState } from '../common/client-error.ts';
import type { ClientError } from '../common/client-error.ts';
import { NetworkClient } from '../common/network-client.ts';
import { AllPartitionsAssignment } from './assignment-source.ts';
import type { AssignmentSource } from './assignment-source.ts';
import { resetToEarliest, resetToLatest } from './auto-offset-reset.ts';
import type { ReadOptions } from './completed-fetch.ts';
import type { ConsumerListener, RecordReader } from './consumer-listener.ts';
import { ConsumerMetadata } from './consumer-metadata.ts';
import { ConsumerNetworkClient } from './consumer-network-client.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { Fetcher } from './fetcher.ts';
import { OffsetFetcher } from './offset-fetcher.ts';
import { CloseTask, PollTask, PositionTask } from './poll-task.ts';
import { SubscriptionState } from './subscription-state.ts';
import type { Task, TaskResult } from './task.ts';
import { topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** What a consumer is made of. */
export interface ConsumerParts {
  readonly settings: ConsumerSettings;
  readonly environment: ClientEnvironment;
  readonly listener: ConsumerListener;
  readonly reader: RecordReader;
  /** How many addresses bootstrap.servers names. */
  readonly bootstrapAddressCount?: number;
  /** Another network than the simulated one: recorded runs answer from a script. */
  readonly createNetwork?: (metadata: ConsumerMetadata) => NetworkClient;
}

const exclusiveMessage = 'Subscription to topics, partitions and pattern are mutually exclusive';

/**
 * The consumer as an application holds it. A call that blocks in Kafka runs until it must wait; `waitUntilMillis` then says until when, and
 * `resume` goes on after news from the network, or at that time. `takeResult` gives what the call came to. Source: ClassicKafkaConsumer.
 */
export class ClassicConsumer extends State {
  readonly settings: ConsumerSettings;
  readonly listener: ConsumerListener;
  readonly subscriptions: SubscriptionState;
  readonly metadata: ConsumerMetadata;
  readonly client: ConsumerNetworkClient;
  readonly fetcher = new Fetcher();
  readonly offsetFetcher = new OffsetFetcher();
  /** Null with assign() alone. */
  assignmentSource: AssignmentSource | null = null;
  /** The wall clock as of the last call or resumption. */
  nowMillis = 0;
  /** As of the last look at the positions: while false, poll() looks again soon. */
  hasAllFetchPositions = false;
  isClosed = false;
  /** Until when the call in progress waits unless something arrives; null when it does not wait. */
  waitUntilMillis: number | null = null;
  private readonly reader: RecordReader;
  private readonly stack: Task[] = [];
  private result: TaskResult | null = null;

  constructor(parts: ConsumerParts) {
    super();
    const { settings, environment } = parts;
    this.settings = settings;
    this.listener = parts.listener;
    this.reader = parts.reader;
    this.subscriptions = new SubscriptionState(settings.autoOffsetReset);
    const { retryBackoffMillis, retryBackoffMaxMillis, metadataMaxAgeMillis, includeInternalTopics, allowAutoCreateTopics } = settings;
    const metadataSettings = {
      retryBackoffMillis,
      retryBackoffMaxMillis,
      metadataMaxAgeMillis,
      bootstrapAddressCount: parts.bootstrapAddressCount ?? 1,
      includeInternalTopics,
      allowAutoCreateTopics,
    };
    this.metadata = new ConsumerMetadata(metadataSettings, environment, this.subscriptions);
    const network = parts.createNetwork?.(this.metadata) ?? new NetworkClient(networkSettings(settings), environment, this.metadata);
    this.client = new ConsumerNetworkClient(network, settings);
  }

  get readOptions(): ReadOptions {
    return { isReadCommitted: this.settings.isReadCommitted, checkCrcs: this.settings.checkCrcs, reader: this.reader };
  }

  /** Whether a call is in progress. */
  get isBusy(): boolean {
    return this.stack.length > 0;
  }

  /** assign(): takes exactly these partitions, outside any group. */
  assign(partitions: readonly PartitionName[], nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    if (partitions.length === 0) {
      this.unsubscribe(nowMillis);
      return null;
    }
    if (!this.subscriptions.mayUse('USER_ASSIGNED')) return illegalState(exclusiveMessage);
    this.fetcher.clearBufferedDataForUnassigned(this, partitions);
    this.assignmentSource?.onAssign(this);
    if (this.subscriptions.assignFromUser(partitions)) this.metadata.requestUpdateForNewTopics();
    return null;
  }

  /** subscribe(): takes what the group, or the simple source, gives of these topics; replaces an earlier list. */
  subscribe(topics: readonly string[], nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    if (topics.length === 0) {
      this.unsubscribe(nowMillis);
      return null;
    }
    if (!this.subscriptions.mayUse('AUTO_TOPICS')) return illegalState(exclusiveMessage);
    this.assignmentSource ??= new AllPartitionsAssignment();
    this.fetcher.clearBufferedDataForUnassigned(this, this.assignedOf(topics));
    if (this.subscriptions.subscribe(topics)) this.metadata.requestUpdateForNewTopics();
    return null;
  }

  /** subscribe(Pattern): all topics whose whole name matches, now and later. */
  subscribePattern(pattern: string, nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    if (!this.subscriptions.mayUse('AUTO_PATTERN')) return illegalState(exclusiveMessage);
    this.assignmentSource ??= new AllPartitionsAssignment();
    this.subscriptions.subscribePattern(pattern);
    this.metadata.requestUpdateForNewTopics();
    return null;
  }

  /** unsubscribe(): drops subscription and assignment; commits nothing. */
  unsubscribe(nowMillis: number): void {
    this.nowMillis = nowMillis;
    this.fetcher.clearBufferedDataForUnassigned(this, []);
    this.assignmentSource?.onUnsubscribe(this);
    this.subscriptions.unsubscribe();
  }

  /** seek(): the next poll reads from there; nothing is asked of a broker. */
  seek(partition: PartitionName, offset: number, nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    const state = this.subscriptions.stateOf(partition);
    if (state === null) return notAssigned(partition);
    state.seekUnvalidated({ offset, offsetEpoch: null, currentLeader: this.metadata.currentLeader(partition) });
    this.listener.onPositionChanged(partition, offset);
    return null;
  }

  /** seekToBeginning() or seekToEnd(): looked up in the next poll; all assigned partitions when none is named. */
  seekTo(end: 'beginning' | 'end', partitions: readonly PartitionName[]): ClientError | null {
    const wanted = partitions.length === 0 ? this.subscriptions.assignedPartitions() : partitions;
    return this.onAssigned(wanted, (partition) => {
      this.subscriptions.assignedState(partition).reset(end === 'beginning' ? resetToEarliest : resetToLatest);
    });
  }

  /** pause(): poll() gives no records of these partitions; membership and positions stay. */
  pause(partitions: readonly PartitionName[]): ClientError | null {
    return this.onAssigned(partitions, (partition) => (this.subscriptions.assignedState(partition).isPaused = true));
  }

  /** resume() of paused partitions. */
  resumePartitions(partitions: readonly PartitionName[]): ClientError | null {
    return this.onAssigned(partitions, (partition) => (this.subscriptions.assignedState(partition).isPaused = false));
  }

  /** Begins poll(timeout). */
  poll(timeoutMillis: number, nowMillis: number): void {
    if (this.subscriptions.hasNoSubscriptionOrUserAssignment) {
      this.nowMillis = nowMillis;
      this.result = { kind: 'threw', error: illegalState('Consumer is not subscribed to any topics or assigned any partitions') };
      return;
    }
    this.begin(new PollTask(nowMillis + timeoutMillis), nowMillis);
  }

  /** Begins position(partition, timeout). */
  position(partition: PartitionName, timeoutMillis: number, nowMillis: number): void {
    if (!this.subscriptions.isAssigned(partition)) {
      this.result = { kind: 'threw', error: illegalState('You can only check the position for partitions assigned to this consumer.') };
      return;
    }
    this.begin(new PositionTask(partition, nowMillis, timeoutMillis), nowMillis);
  }

  /** Begins close(timeout). */
  close(timeoutMillis: number, nowMillis: number): void {
    this.begin(new CloseTask(nowMillis + Math.min(timeoutMillis, this.settings.requestTimeoutMillis)), nowMillis);
  }

  /** Begins a call; one at a time, as the consumer is not safe for several threads. */
  begin(task: Task, nowMillis: number): void {
    assert(!this.isBusy, 'one call of the consumer at a time');
    this.nowMillis = nowMillis;
    this.stack.push(task);
    this.run();
  }

  /** Goes on with the call that waits: something arrived, or its time has come. */
  resume(nowMillis: number): void {
    if (this.waitUntilMillis === null) return;
    this.nowMillis = nowMillis;
    this.waitUntilMillis = null;
    this.run();
  }

  /** Drops the call in progress; what it has asked for stays on its way. Kafka throws WakeupException at the caller. */
  wakeup(): void {
    this.stack.length = 0;
    this.waitUntilMillis = null;
    this.result = null;
  }

  /** What the last call came to, once; null while it is in progress or nothing was called. */
  takeResult(): TaskResult | null {
    const { result } = this;
    this.result = null;
    return result;
  }

  /** Queues fetches to brokers that can be asked; returns how many. */
  sendFetches(): number {
    this.offsetFetcher.validatePositionsOnMetadataChange(this);
    return this.fetcher.sendFetches(this);
  }

  /** A broker's answer about a partition showed that metadata is stale. Source: FetchUtils.requestMetadataUpdate. */
  requestMetadataUpdateFor(partition: PartitionName): void {
    this.metadata.requestFreshUpdate(false);
    this.subscriptions.stateOf(partition)?.clearPreferredReadReplica();
  }

  private run(): void {
    let callee: TaskResult | null = null;
    for (let task = this.stack.at(-1); task !== undefined; task = this.stack.at(-1)) {
      const step = task.run(this, callee);
      callee = null;
      if (step.kind === 'wait') {
        this.waitUntilMillis = step.untilMillis;
        return;
      }
      if (step.kind === 'call') {
        this.stack.push(step.task);
        continue;
      }
      this.stack.pop();
      callee = step.kind === 'return' ? { kind: 'returned', value: step.value } : { kind: 'threw', error: step.error };
    }
    this.result = callee;
  }

  private assignedOf(topics: readonly string[]): PartitionName[] {
    return this.subscriptions.assignedPartitions().filter((name) => topics.includes(topicOf(name)));
  }

  private onAssigned(partitions: readonly PartitionName[], apply: (partition: PartitionName) => void): ClientError | null {
    for (const partition of partitions) {
      if (!this.subscriptions.isAssigned(partition)) return notAssigned(partition);
      apply(partition);
    }
    return null;
  }
}

function notAssigned(partition: PartitionName): ClientError {
  return illegalState(`No current assignment for partition ${partition}`);
}

/** How a consumer's network client is set up. Source: ClientUtils.createNetworkClient; a consumer allows 100 requests a connection. */
export function networkSettings(settings: ConsumerSettings): NetworkClient['settings'] {
  return {
    maxInFlightRequestsPerConnection: 100,
    requestTimeoutMillis: settings.requestTimeoutMillis,
    reconnectBackoffMillis: settings.reconnectBackoffMillis,
    reconnectBackoffMaxMillis: settings.reconnectBackoffMaxMillis,
    metadataRecoveryStrategy: settings.metadataRecoveryStrategy,
    metadataRecoveryRebootstrapTriggerMillis: settings.metadataRecoveryRebootstrapTriggerMillis,
    // The simulated brokers all speak the same versions, so there is nothing to find out.
    discoverBrokerVersions: false,
  };
}
