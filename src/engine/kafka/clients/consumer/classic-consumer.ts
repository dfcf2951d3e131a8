import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import { assignorsOf } from '../assignors/by-name.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { illegalState } from '../common/client-error.ts';
import type { ClientError } from '../common/client-error.ts';
import { NetworkClient } from '../common/network-client.ts';
import { AllPartitionsAssignment } from './assignment-source.ts';
import type { AssignmentSource } from './assignment-source.ts';
import { resetToEarliest, resetToLatest } from './auto-offset-reset.ts';
import { FetchCommittedTask } from './commit-tasks.ts';
import type { ReadOptions } from './completed-fetch.ts';
import { plainError } from './consumer-error.ts';
import { ConsumerCoordinator } from './consumer-coordinator.ts';
import type { ConsumerListener, RecordReader } from './consumer-listener.ts';
import { ConsumerMetadata } from './consumer-metadata.ts';
import { ConsumerNetworkClient } from './consumer-network-client.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { Fetcher } from './fetcher.ts';
import { GroupListener } from './group-listener.ts';
import type { CommitOffsets } from './group-listener.ts';
import { MembershipCoordinator } from './membership/membership-coordinator.ts';
import { OffsetFetcher } from './offset-fetcher.ts';
import { always } from './poll-condition.ts';
import { CloseTask, CommitTask, PollTask, PositionTask } from './poll-task.ts';
import type { ProgramState } from './program/program-state.ts';
import { SubscriptionState } from './subscription-state.ts';
import { ResumedTask, TaskStack } from './task-stack.ts';
import type { Task, TaskResult } from './task.ts';
import { topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

/** What a consumer is made of. */
export interface ConsumerParts {
  readonly settings: ConsumerSettings;
  readonly environment: ClientEnvironment;
  readonly listener: ConsumerListener;
  readonly reader: RecordReader;
  /** The application's callbacks, with a group. */
  readonly groupListener?: GroupListener;
  /** When the consumer is made. */
  readonly nowMillis?: number;
  /** What a pass of poll() takes at least while a heartbeat is due; 0 where another thread's work is not simulated. */
  readonly spinMillis?: number;
  /** How many addresses bootstrap.servers names. */
  readonly bootstrapAddressCount?: number;
  /** The variables of the program that the consumer is in. */
  readonly program?: ProgramState;
  /** Who keeps its offsets, where that is no coordinator. */
  readonly offsets?: ConsumerCoordinator | null;
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
  readonly groupListener: GroupListener;
  /** The group's coordinator; without group.id a simple source, or none with assign() alone. */
  assignmentSource: AssignmentSource | null = null;
  /** The wall clock as of the last call or resumption. */
  nowMillis = 0;
  /** As of the last look at the positions: while false, poll() looks again soon. */
  hasAllFetchPositions = false;
  isClosed = false;
  readonly spinMillis: number;
  /** The program's variables, where its callbacks can reach them; null where no program is simulated. */
  readonly program: ProgramState | null;
  private readonly reader: RecordReader;
  private readonly stack = new TaskStack();
  /** Calls that an answer has made necessary, to go on in the next pass of the network. */
  private readonly nested: Task[] = [];
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
    this.groupListener = parts.groupListener ?? new GroupListener();
    this.nowMillis = parts.nowMillis ?? 0;
    this.spinMillis = parts.spinMillis ?? 0;
    this.program = parts.program ?? null;
    if (settings.groupId !== null) {
      const assignors = assignorsOf(settings.partitionAssignmentStrategy);
      this.assignmentSource =
        parts.offsets ??
        (settings.groupProtocol === 'consumer'
          ? new MembershipCoordinator(settings, environment, this.nowMillis)
          : new ConsumerCoordinator(settings, environment, assignors, this.nowMillis));
      this.metadata.requestFreshUpdate(true);
    }
  }

  /** The group's side; only with group.id. */
  get coordinator(): ConsumerCoordinator {
    const source = this.assignmentSource;
    assert(source instanceof ConsumerCoordinator, 'the consumer has a group.id');
    return source;
  }

  get hasGroup(): boolean {
    return this.assignmentSource instanceof ConsumerCoordinator;
  }

  /** Until when the call in progress waits, unless something arrives before; null when it does not wait. */
  get waitUntilMillis(): number | null {
    return this.stack.waitUntilMillis;
  }

  /** Whether the call in progress waits for the time alone. */
  get isSleeping(): boolean {
    return this.stack.isSleeping;
  }

  get readOptions(): ReadOptions {
    return { isReadCommitted: this.settings.isReadCommitted, checkCrcs: this.settings.checkCrcs, reader: this.reader };
  }

  /** Whether a call is in progress. */
  get isBusy(): boolean {
    return !this.stack.isEmpty;
  }

  /** assign(): takes exactly these partitions, outside any group. */
  assign(partitions: readonly PartitionName[], nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    if (this.isClosed) return alreadyClosed();
    if (partitions.length === 0) return this.unsubscribe(nowMillis);
    if (!this.subscriptions.mayUse('USER_ASSIGNED')) return illegalState(exclusiveMessage);
    this.fetcher.clearBufferedDataForUnassigned(this, partitions);
    const error = this.assignmentSource?.onAssign(this) ?? null;
    if (error !== null) return error;
    if (this.subscriptions.assignFromUser(partitions)) this.metadata.requestUpdateForNewTopics();
    return null;
  }

  /** subscribe(): takes what the group, or the simple source, gives of these topics; replaces an earlier list. */
  subscribe(topics: readonly string[], nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    if (this.isClosed) return alreadyClosed();
    if (topics.length === 0) return this.unsubscribe(nowMillis);
    if (!this.subscriptions.mayUse('AUTO_TOPICS')) return illegalState(exclusiveMessage);
    this.assignmentSource ??= new AllPartitionsAssignment();
    this.fetcher.clearBufferedDataForUnassigned(this, this.assignedOf(topics));
    if (this.subscriptions.subscribe(topics)) this.metadata.requestUpdateForNewTopics();
    return null;
  }

  /** subscribe(Pattern): all topics whose whole name matches, now and later. In the consumer protocol the coordinator matches (RE2/J). */
  subscribePattern(pattern: string, nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    const isRe2 = this.settings.groupProtocol === 'consumer';
    if (!this.subscriptions.mayUse(isRe2 ? 'AUTO_PATTERN_RE2J' : 'AUTO_PATTERN')) return illegalState(exclusiveMessage);
    this.assignmentSource ??= new AllPartitionsAssignment();
    if (isRe2) this.subscriptions.subscribeRe2Pattern(pattern);
    else this.subscriptions.subscribePattern(pattern);
    if (this.hasGroup && !isRe2) this.coordinator.groupAssignments.updatePatternSubscription(this);
    this.metadata.requestUpdateForNewTopics();
    return null;
  }

  /** unsubscribe(): drops subscription and assignment; commits nothing. */
  unsubscribe(nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    this.fetcher.clearBufferedDataForUnassigned(this, []);
    const error = this.assignmentSource?.onUnsubscribe(this) ?? null;
    if (error !== null) return error;
    this.subscriptions.unsubscribe();
    return null;
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
    this.nowMillis = nowMillis;
    if (this.isClosed) {
      this.result = { kind: 'threw', error: alreadyClosed() };
      return;
    }
    if (this.subscriptions.hasNoSubscriptionOrUserAssignment) {
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
    this.begin(new CloseTask(nowMillis, timeoutMillis), nowMillis);
  }

  /** Begins commitSync(offsets, timeout); null commits all positions. */
  commitSync(offsets: CommitOffsets | null, timeoutMillis: number, nowMillis: number): void {
    this.nowMillis = nowMillis;
    const wanted = offsets ?? this.coordinator.allConsumed(this);
    if (hasNegativeOffset(wanted)) {
      this.result = { kind: 'threw', error: negativeOffset };
      return;
    }
    this.seeEpochs(wanted);
    this.begin(new CommitTask(wanted, nowMillis, timeoutMillis), nowMillis);
  }

  /** commitAsync(offsets, callback): the listener is told of commit number `commit` in a later call. Null commits all positions. */
  commitAsync(offsets: CommitOffsets | null, commit: number, nowMillis: number): ClientError | null {
    this.nowMillis = nowMillis;
    const wanted = offsets ?? this.coordinator.allConsumed(this);
    if (hasNegativeOffset(wanted)) return negativeOffset;
    this.seeEpochs(wanted);
    return this.coordinator.commitOffsetsAsync(this, wanted, { kind: 'application', commit }).error;
  }

  /** Begins committed(partitions, timeout). */
  committed(partitions: readonly PartitionName[], timeoutMillis: number, nowMillis: number): void {
    this.begin(new FetchCommittedTask(partitions, nowMillis + timeoutMillis), nowMillis);
  }

  /** enforceRebalance(reason): the next poll joins again. */
  enforceRebalance(reason: string): void {
    this.coordinator.member.requestRejoin(reason);
  }

  /** Begins a call; one at a time, as the consumer is not safe for several threads. */
  begin(task: Task, nowMillis: number): void {
    assert(!this.isBusy, 'one call of the consumer at a time');
    this.nowMillis = nowMillis;
    this.stack.push(task);
    this.result = this.stack.run(this);
  }

  /** Goes on with the call that waits: something arrived, or its time has come. */
  resume(nowMillis: number): void {
    const until = this.waitUntilMillis;
    if (until === null || (this.isSleeping && nowMillis < until)) return;
    this.nowMillis = nowMillis;
    this.result = this.stack.run(this);
  }

  /** Drops the call in progress; what it has asked for stays on its way. Kafka throws WakeupException at the caller. */
  wakeup(): void {
    this.stack.clear();
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

  /** Lets the network have one pass without waiting; answers take effect. */
  pollNow(): ClientError | null {
    this.client.beginPoll(this, 0, always);
    return this.client.endPoll(this);
  }

  /** Runs a call that has no time to wait, inside another one. */
  runNow(task: Task): TaskResult {
    const stack = new TaskStack();
    stack.push(task);
    for (;;) {
      const result = stack.run(this);
      if (result !== null) return result;
    }
  }

  /** Runs a call out of an answer's handling; what of it must wait goes on in the next pass of the network. */
  runNested(task: Task): void {
    const step = task.run(this, null);
    if (step.kind === 'call') this.nested.push(new ResumedTask(task, step.task));
  }

  get hasNested(): boolean {
    return this.nested.length > 0;
  }

  takeNested(): Task | null {
    return this.nested.shift() ?? null;
  }

  private seeEpochs(offsets: CommitOffsets): void {
    for (const [name, { leaderEpoch }] of offsets) if (leaderEpoch !== null) this.metadata.updateLastSeenEpochIfNewer(name, leaderEpoch);
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

const negativeOffset = plainError('IllegalArgumentException', 'Invalid negative offset');

function hasNegativeOffset(offsets: CommitOffsets): boolean {
  return [...offsets.values()].some(({ offset }) => offset < 0);
}

function alreadyClosed(): ClientError {
  return illegalState('This consumer has already been closed.');
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
