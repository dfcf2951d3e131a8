import type { JoinGroupRequest, JoinGroupResponse } from '../../apis/JoinGroup/messages.ts';
import type { SyncGroupRequest } from '../../apis/SyncGroup/messages.ts';
import { errors } from '../../errors.ts';
import type { Assignor, RebalanceProtocol } from '../assignors/assignor.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import type { ClientError } from '../common/client-error.ts';
import { illegalState } from '../common/client-error.ts';
import { RetryBackoff } from '../common/retry-backoff.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { CloseCoordinatorTask, InitWithCommittedTask } from './commit-tasks.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { EnsureCoordinatorTask } from './coordinator-tasks.ts';
import { CoordinatorPollTask } from './coordinator-poll.ts';
import { assignmentChange, GroupAssignments } from './group-assignments.ts';
import { callbackFailed, fencedError, noBrokersAvailable, retriableCommitFailed } from './group-error.ts';
import type { CallbackOutcome, CommitOffsets } from './group-listener.ts';
import { GroupMember, isSameGeneration } from './group-member.ts';
import type { Generation } from './group-member.ts';
import { resetReason, sendJoinGroup, sendLeaveGroup, sendSyncGroup } from './group-requests.ts';
import type { SyncParts } from './group-requests.ts';
import type { CommitCallback, CommittedOffsets } from './offset-requests.ts';
import { OffsetStore } from './offset-store.ts';
import type { RequestFuture } from './request-future.ts';
import type { Task } from './task.ts';
import { comparePartitions, inPartitionHashOrder, topicOf } from './topic-partition.ts';
import type { PartitionName } from './topic-partition.ts';

interface CompletedCommit {
  readonly callback: CommitCallback;
  readonly offsets: CommitOffsets;
  readonly error: ClientError | null;
}

interface AwaitingCommit {
  readonly offsets: CommitOffsets;
  readonly callback: CommitCallback;
}

/** A consumer's membership of a classic group, and its commits. Source: ConsumerCoordinator. */
export class ConsumerCoordinator extends OffsetStore {
  readonly member: GroupMember;
  /** Highest protocol that all assignors speak. */
  readonly protocol: RebalanceProtocol;
  readonly groupAssignments: GroupAssignments;
  inFlightAsyncCommits = 0;
  pendingAsyncCommits = 0;
  joinPrepareDeadlineMillis: number | null = null;
  joinPrepareCommit: RequestFuture<object> | null = null;
  private readonly environment: ClientEnvironment;
  private readonly settings: ConsumerSettings;
  private readonly retryBackoff: RetryBackoff;
  nextAutoCommitMillis: number;
  private completedCommits: CompletedCommit[] = [];
  private awaitingCoordinator: AwaitingCommit[] = [];
  private isAsyncCommitFenced = false;
  private pendingFetch: {
    partitions: readonly PartitionName[];
    generation: Generation | null;
    future: RequestFuture<CommittedOffsets>;
  } | null = null;

  constructor(settings: ConsumerSettings, environment: ClientEnvironment, assignors: readonly Assignor[], nowMillis: number) {
    super();
    this.settings = settings;
    this.environment = environment;
    this.member = new GroupMember(settings, environment, nowMillis);
    this.groupAssignments = new GroupAssignments(assignors);
    this.protocol = assignors.every((assignor) => assignor.supportedProtocols.includes('COOPERATIVE')) ? 'COOPERATIVE' : 'EAGER';
    this.retryBackoff = new RetryBackoff(settings.retryBackoffMillis, settings.retryBackoffMaxMillis);
    this.nextAutoCommitMillis = nowMillis + settings.autoCommitIntervalMillis;
  }

  backoffMillis(attempts: number): number {
    return this.retryBackoff.backoff(attempts, this.environment);
  }

  // What poll() asks of its source of partitions.

  beginPoll(_consumer: ClassicConsumer, deadlineMillis: number): Task {
    return new CoordinatorPollTask(deadlineMillis);
  }

  initWithCommittedOffsets(_consumer: ClassicConsumer, deadlineMillis: number): Task {
    return new InitWithCommittedTask(deadlineMillis);
  }

  timeToNextPollMillis(nowMillis: number): number | ClientError {
    const heartbeat = this.member.timeToNextHeartbeat(nowMillis);
    return typeof heartbeat === 'number' ? Math.min(heartbeat, this.timeToNextAutoCommit(nowMillis)) : heartbeat;
  }

  protected timeToNextAutoCommit(nowMillis: number): number {
    return this.settings.enableAutoCommit ? Math.max(this.nextAutoCommitMillis - nowMillis, 0) : Number.MAX_SAFE_INTEGER;
  }

  onAssign(consumer: ClassicConsumer): ClientError | null {
    return this.maybeAutoCommitOffsetsAsync(consumer);
  }

  onUnsubscribe(consumer: ClassicConsumer): ClientError | null {
    const error = this.onLeavePrepare(consumer);
    if (error === null) this.maybeLeaveGroup(consumer, 'the consumer unsubscribed from all topics');
    return error;
  }

  close(_consumer: ClassicConsumer, deadlineMillis: number): Task {
    return new CloseCoordinatorTask(deadlineMillis);
  }

  // Joining.

  /** What this member offers: its subscription, once for each assignor. */
  joinProtocols(consumer: ClassicConsumer): JoinGroupRequest['protocols'] {
    return this.groupAssignments.joinProtocols(consumer, this.member.generation.generationId);
  }

  initiateJoinGroup(consumer: ClassicConsumer): RequestFuture<object> {
    if (this.member.joinFuture === null) {
      this.member.state = 'PREPARING_REBALANCE';
      this.member.joinFuture = sendJoinGroup(consumer, this.member);
    }
    return this.member.joinFuture;
  }

  syncGroup(consumer: ClassicConsumer, parts: SyncParts): void {
    sendSyncGroup(consumer, this.member, parts);
  }

  /** Divides the partitions among the members, as leader. */
  assignPartitions(
    consumer: ClassicConsumer,
    response: JoinGroupResponse,
  ): { readonly assignments: SyncGroupRequest['assignments']; readonly error: ClientError | null } {
    return this.groupAssignments.assign(consumer, response, this.protocol);
  }

  maybeUpdateSubscriptionMetadata(consumer: ClassicConsumer): void {
    this.groupAssignments.refresh(consumer);
  }

  /** Whether the group must be joined (again): asked to, or the subscription or its partitions changed. */
  rejoinNeededOrPending(consumer: ClassicConsumer): boolean {
    if (!consumer.subscriptions.hasAutoAssignedPartitions) return false;
    const change = this.groupAssignments.changeSince(consumer);
    if (change !== null) {
      this.member.requestRejoinIfNecessary(change);
      return true;
    }
    return this.member.isRejoinNeeded || this.member.joinFuture !== null;
  }

  /** Before the commit that precedes an eager rebalance nothing more is fetched of what will be given up. */
  markPendingRevocation(consumer: ClassicConsumer): void {
    if (this.protocol !== 'EAGER') return;
    for (const [, state] of consumer.subscriptions.states()) state.isPendingRevocation = true;
  }

  /** Gives up partitions before a join, and tells the application. */
  revokeBeforeJoin(consumer: ClassicConsumer, { generationId, memberId }: Generation): CallbackOutcome {
    const { subscriptions, groupListener } = consumer;
    const assigned = subscriptions.assignedPartitions().sort(comparePartitions);
    if (generationId === -1 || memberId === '') {
      if (assigned.length === 0) return null;
      const error = groupListener.onPartitionsLost(consumer, assigned);
      subscriptions.assignFromSubscribed([]);
      return error;
    }
    const isEager = this.protocol === 'EAGER';
    const revoked = isEager ? assigned : assigned.filter((name) => !subscriptions.subscription.includes(topicOf(name)));
    if (!isEager && revoked.length === 0) return null;
    // The positions are still there while the callback runs: it may commit them.
    return groupListener.onPartitionsRevoked(consumer, revoked, true);
  }

  /** The callbacks are done: what was revoked is gone. */
  onJoinPrepared(consumer: ClassicConsumer, { generationId, memberId }: Generation): void {
    const { subscriptions } = consumer;
    const isOut = generationId === -1 || memberId === '';
    if (this.protocol === 'EAGER' && !isOut) subscriptions.assignFromSubscribed([]);
    else if (!isOut) {
      const kept = subscriptions.assignedPartitions().filter((name) => subscriptions.subscription.includes(topicOf(name)));
      if (kept.length < subscriptions.assignedPartitions().length) subscriptions.assignFromSubscribed(inPartitionHashOrder(kept));
    }
    this.groupAssignments.isLeader = false;
    subscriptions.resetGroupSubscription();
    this.joinPrepareDeadlineMillis = null;
    this.joinPrepareCommit = null;
  }

  /** Under the cooperative protocol: tells the application what it no longer has, before it hears what is new. */
  revokeAfterJoin(consumer: ClassicConsumer, value: object | null): CallbackOutcome {
    const revoked = this.protocol === 'COOPERATIVE' ? (assignmentChange(consumer, value)?.revoked ?? []) : [];
    return revoked.length === 0 ? null : consumer.groupListener.onPartitionsRevoked(consumer, revoked, true);
  }

  /** Takes the assignment, and tells the application what is new. `revocationError`: what the callback before threw. */
  onJoinComplete(consumer: ClassicConsumer, value: object | null, revocationError: ClientError | null): ClientError | null {
    const { subscriptions, groupListener } = consumer;
    const { generationId, protocolName } = this.member.generation;
    if (!this.groupAssignments.isLeader) this.groupAssignments.forgetSnapshot();
    const assignor = this.groupAssignments.lookup(protocolName ?? '');
    if (assignor === null) return illegalState(`Coordinator selected invalid assignment protocol: ${String(protocolName)}`);
    const change = assignmentChange(consumer, value);
    if (change === null) {
      this.member.requestRejoin('received assignment does not match the current subscription');
      return null;
    }
    const { assigned, added, revoked } = change;
    if (this.protocol === 'COOPERATIVE' && revoked.length > 0) this.member.requestRejoin('need to revoke partitions and re-join');
    this.groupAssignments.addToJoined(consumer, assigned);
    assignor.onAssignment(assigned, generationId);
    this.resetAutoCommitTimer(consumer);
    subscriptions.assignFromSubscribed(assigned);
    const error = revocationError ?? groupListener.onPartitionsAssigned(consumer, added);
    return error === null ? null : callbackFailed(error);
  }

  // Leaving.

  resetOnError(consumer: ClassicConsumer, api: string, errorCode: number, shouldResetMemberId: boolean): void {
    this.resetStateAndRejoin(consumer, resetReason(api, errorCode), shouldResetMemberId);
  }

  resetStateAndRejoin(consumer: ClassicConsumer, reason: string, shouldResetMemberId: boolean): void {
    this.member.resetStateAndRejoin(reason, shouldResetMemberId);
    consumer.groupListener.onGenerationLost(reason);
  }

  /** Gives up all partitions: revoked while the member is in good standing, lost otherwise. */
  onLeavePrepare(consumer: ClassicConsumer): ClientError | null {
    const { subscriptions, groupListener } = consumer;
    const dropped = subscriptions.assignedPartitions().sort(comparePartitions);
    if (!subscriptions.hasAutoAssignedPartitions || dropped.length === 0) return null;
    const { generationId, memberId } = this.member.generation;
    const isLost = generationId === -1 || memberId === '' || this.member.isRebalancing;
    const outcome = groupListener[isLost ? 'onPartitionsLost' : 'onPartitionsRevoked'](consumer, dropped, false);
    subscriptions.assignFromSubscribed([]);
    return outcome !== null && 'exception' in outcome ? callbackFailed(outcome) : null;
  }

  /** Leaves the group when the member is dynamic; a static one stays until its session times out. */
  maybeLeaveGroup(consumer: ClassicConsumer, reason: string): void {
    const { member } = this;
    const nodeId = member.checkAndGetCoordinator(consumer);
    const isMember = member.state !== 'UNJOINED' && member.generation.memberId !== '';
    if (nodeId !== null && isMember && this.settings.groupInstanceId === null) {
      sendLeaveGroup(consumer, member, { nodeId, reason });
      consumer.pollNow();
    }
    this.resetStateAndRejoin(consumer, 'consumer pro-actively leaving the group', true);
  }

  closeHeartbeatThread(): void {
    if (this.member.heartbeatThread !== null) this.member.heartbeatThread.isClosed = true;
    this.member.heartbeatThread = null;
  }

  // Committing.

  /** The positions of all partitions that have a valid one. */
  allConsumed(consumer: ClassicConsumer): CommitOffsets {
    const consumed = consumer.subscriptions.allConsumed();
    return new Map(consumed.map(({ partition, position }) => [partition, { offset: position.offset, leaderEpoch: position.offsetEpoch }]));
  }

  /** commitAsync: sends at once if the coordinator is known, else when it is found. Source: ConsumerCoordinator.commitOffsetsAsync. */
  commitOffsetsAsync(
    consumer: ClassicConsumer,
    offsets: CommitOffsets,
    callback: CommitCallback,
  ): { readonly future: RequestFuture<object> | null; readonly error: ClientError | null } {
    const error = this.invokeCompletedCommitCallbacks(consumer);
    if (error !== null) return { future: null, error };
    let future: RequestFuture<object> | null = null;
    if (offsets.size === 0 || this.isCoordinatorReadyNow(consumer)) {
      future = this.doCommitOffsetsAsync(consumer, offsets, callback);
    } else {
      this.pendingAsyncCommits++;
      if (this.lookupStore(consumer) === null) this.failAwaiting({ offsets, callback }, noBrokersAvailable);
      else this.awaitingCoordinator.push({ offsets, callback });
    }
    consumer.pollNow();
    return { future, error: null };
  }

  autoCommitOffsetsAsync(consumer: ClassicConsumer): { readonly future: RequestFuture<object> | null; readonly error: ClientError | null } {
    return this.commitOffsetsAsync(consumer, this.allConsumed(consumer), { kind: 'autoCommit' });
  }

  /** Commits by itself when auto.commit.interval.ms is over. */
  maybeAutoCommitOffsetsAsync(consumer: ClassicConsumer): ClientError | null {
    if (!this.settings.enableAutoCommit || consumer.nowMillis < this.nextAutoCommitMillis) return null;
    this.nextAutoCommitMillis = consumer.nowMillis + this.settings.autoCommitIntervalMillis;
    return this.autoCommitOffsetsAsync(consumer).error;
  }

  /** The next commit of its own comes a whole interval from now. */
  protected resetAutoCommitTimer(consumer: ClassicConsumer): void {
    this.nextAutoCommitMillis = consumer.nowMillis + this.settings.autoCommitIntervalMillis;
  }

  /** What a failed commit means where the protocol has its own answer; null: what it always means. */
  commitErrorOf(_errorCode: number): ClientError | null {
    return null;
  }

  /** What a failed lookup of offsets means where the protocol has its own answer. */
  fetchErrorOf(_errorCode: number): ClientError | null {
    return null;
  }

  /** In whose name offsets are looked up: nobody's, in the classic protocol. */
  get fetchIdentity(): { readonly memberId: string | null; readonly memberEpoch: number } {
    return { memberId: null, memberEpoch: -1 };
  }

  /** Runs the callbacks of commits that have ended: only here, inside calls of the application. */
  invokeCompletedCommitCallbacks(consumer: ClassicConsumer): ClientError | null {
    if (this.isAsyncCommitFenced) return fencedError(this.settings.groupInstanceId, this.member.generation.memberId);
    for (let next = this.completedCommits.shift(); next !== undefined; next = this.completedCommits.shift()) {
      const { callback, offsets, error } = next;
      if (callback.kind === 'application') consumer.groupListener.onCommitCompleted(consumer, callback.commit, offsets, error);
      if (callback.kind === 'autoCommit' && error !== null) consumer.groupListener.onAutoCommitFailed(error);
      if (callback.kind === 'autoCommit' && error?.exception === 'RetriableCommitFailedException') {
        this.nextAutoCommitMillis = consumer.nowMillis + this.settings.retryBackoffMillis;
      }
    }
    return null;
  }

  onAsyncCommitDone(callback: CommitCallback, offsets: CommitOffsets, error: ClientError | null): void {
    this.inFlightAsyncCommits--;
    const told = error?.isRetriable === true ? retriableCommitFailed(error) : error;
    this.completedCommits.push({ callback, offsets, error: told });
    if (error?.errorCode === errors.FENCED_INSTANCE_ID) this.isAsyncCommitFenced = true;
  }

  onFindCoordinatorDone(consumer: ClassicConsumer, future: RequestFuture<object>): void {
    const awaiting = this.awaitingCoordinator;
    this.awaitingCoordinator = [];
    for (const commit of awaiting) {
      if (future.error !== null) {
        this.failAwaiting(commit, future.error);
        continue;
      }
      this.pendingAsyncCommits--;
      this.doCommitOffsetsAsync(consumer, commit.offsets, commit.callback);
      consumer.pollNow();
    }
  }

  /** The lookup of the same partitions in the same generation that is still on its way. */
  pendingOffsetFetch(_consumer: ClassicConsumer, partitions: readonly PartitionName[]): RequestFuture<CommittedOffsets> | null {
    const { pendingFetch } = this;
    if (pendingFetch === null) return null;
    const generation = this.member.generationIfStable;
    const isSameRound =
      pendingFetch.generation === null || generation === null
        ? pendingFetch.generation === generation
        : isSameGeneration(pendingFetch.generation, generation);
    const isSameSet =
      pendingFetch.partitions.length === partitions.length && partitions.every((name) => pendingFetch.partitions.includes(name));
    return isSameRound && isSameSet ? pendingFetch.future : null;
  }

  rememberOffsetFetch(partitions: readonly PartitionName[], future: RequestFuture<CommittedOffsets>): void {
    if (this.pendingFetch?.future === future) return;
    this.pendingFetch = { partitions, generation: this.member.generationIfStable, future };
  }

  forgetOffsetFetch(): void {
    this.pendingFetch = null;
  }

  private isCoordinatorReadyNow(consumer: ClassicConsumer): boolean {
    if (!this.member.isCoordinatorUnknown(consumer)) return true;
    const result = consumer.runNow(new EnsureCoordinatorTask(consumer.nowMillis));
    return result.kind === 'returned' && result.value.kind === 'done' && result.value.isComplete;
  }

  private doCommitOffsetsAsync(consumer: ClassicConsumer, offsets: CommitOffsets, callback: CommitCallback): RequestFuture<object> {
    this.inFlightAsyncCommits++;
    const future = this.sendCommit(consumer, offsets, callback);
    // What never left has ended already.
    if (future.isDone) this.onAsyncCommitDone(callback, offsets, future.error);
    return future;
  }

  private failAwaiting({ offsets, callback }: AwaitingCommit, error: ClientError): void {
    this.pendingAsyncCommits--;
    this.completedCommits.push({ callback, offsets, error: retriableCommitFailed(error) });
  }
}
