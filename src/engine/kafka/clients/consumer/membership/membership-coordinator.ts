import { assert } from '../../../../kernel/units.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../../apis/ConsumerGroupHeartbeat/messages.ts';
import { errors } from '../../../errors.ts';
import type { ClientEnvironment } from '../../common/client-environment.ts';
import { clientErrorOf } from '../../common/client-error.ts';
import type { ClientError } from '../../common/client-error.ts';
import type { ClassicConsumer } from '../classic-consumer.ts';
import { ConsumerCoordinator } from '../consumer-coordinator.ts';
import type { ConsumerSettings } from '../consumer-settings.ts';
import { callbackFailed, groupAuthorizationError, staleCommit, staleFetch } from '../group-error.ts';
import { noGeneration } from '../group-member.ts';
import { lookupCoordinator } from '../group-requests.ts';
import type { Task } from '../task.ts';
import { comparePartitions } from '../topic-partition.ts';
import { ConsumerMembership } from './consumer-membership.ts';
import { MembershipHeartbeatPurpose, sendMembershipHeartbeat } from './heartbeat-request.ts';
import type { HeartbeatOwner } from './heartbeat-request.ts';
import { MembershipHeartbeat } from './heartbeat-state.ts';
import { MembershipPollTask } from './membership-poll.ts';
import type { PollOwner } from './membership-poll.ts';
import { resolvedAssignment } from './reconciliation.ts';
import type { Reconciliation } from './reconciliation.ts';

const never = Number.MAX_SAFE_INTEGER;

/**
 * A consumer's membership of a group of the consumer protocol (KIP-848): one kind of request joins, stays, acknowledges and leaves, and no
 * member waits for another. Commits and lookups are those of the classic member, in the name of the member epoch. What runs in Kafka's
 * background thread runs in `runBackground`. Source: AsyncKafkaConsumer, ConsumerMembershipManager, ConsumerHeartbeatRequestManager.
 */
export class MembershipCoordinator extends ConsumerCoordinator implements HeartbeatOwner, PollOwner {
  readonly membership: ConsumerMembership;
  readonly heartbeat: MembershipHeartbeat;
  reconciliation: Reconciliation | null = null;
  private readonly pendingErrors: ClientError[] = [];
  /** What was assigned is lost; the application hears of it in its next poll(). */
  private isReleasePending = false;
  /** When poll() will have been called too long ago. */
  pollDeadlineMillis: number;
  private nextLookupMillis = 0;

  constructor(settings: ConsumerSettings, environment: ClientEnvironment, nowMillis: number) {
    super(settings, environment, [], nowMillis);
    this.membership = new ConsumerMembership(settings.groupInstanceId, environment);
    this.heartbeat = new MembershipHeartbeat(settings, environment, nowMillis);
    this.pollDeadlineMillis = nowMillis + settings.maxPollIntervalMillis;
    // Commits go out in whatever epoch the member is; without one they are those of a stranger.
    this.member.state = 'STABLE';
    this.member.isRejoinNeeded = false;
  }

  // What poll() asks of its source of partitions.

  override beginPoll(): Task {
    return new OwnPoll();
  }

  override timeToNextPollMillis(nowMillis: number): number {
    const { reconciliation } = this;
    const isCommitting = reconciliation !== null && reconciliation.commit === null && !reconciliation.isCommitted;
    const retryMillis = isCommitting ? Math.max(reconciliation.commitRetryMillis - nowMillis, 1) : never;
    return Math.min(this.timeToNextAutoCommit(nowMillis), retryMillis);
  }

  /** poll() was called: the time until the next one runs anew, and a member that was too late before comes back. */
  onPoll(consumer: ClassicConsumer): ClientError | null {
    const { membership } = this;
    const error = this.pendingErrors.shift() ?? this.release(consumer);
    if (error !== null) return error;
    const wasExpired = consumer.nowMillis >= this.pollDeadlineMillis;
    this.pollDeadlineMillis = consumer.nowMillis + consumer.settings.maxPollIntervalMillis;
    if (wasExpired || membership.state === 'STALE') {
      membership.isPollTimerExpired = false;
      if (membership.state === 'STALE') this.join();
    }
    if (membership.state === 'UNSUBSCRIBED') this.join();
    return null;
  }

  // The background: heartbeats.

  /** When the background has something to do; null: nothing by itself. */
  nextBackgroundMillis(consumer: ClassicConsumer): number | null {
    const { membership, heartbeat, member } = this;
    if (membership.shouldSkipHeartbeat) return null;
    if (member.coordinator === null) return Math.max(this.nextLookupMillis, consumer.nowMillis + 1);
    const pollMillis = membership.isLeavingGroup ? never : this.pollDeadlineMillis;
    if (heartbeat.isInFlight) return pollMillis;
    return Math.min(pollMillis, membership.shouldHeartbeatNow ? consumer.nowMillis : heartbeat.nextMillis);
  }

  /** Takes in answers, and sends what is due. */
  runBackground(consumer: ClassicConsumer): void {
    const error = consumer.pollNow();
    if (error !== null) this.pendingErrors.push(error);
    this.runHeartbeat(consumer);
  }

  /** Source: AbstractHeartbeatRequestManager.poll. */
  private runHeartbeat(consumer: ClassicConsumer): void {
    const { membership, heartbeat } = this;
    if (membership.shouldSkipHeartbeat) return;
    const nodeId = this.member.checkAndGetCoordinator(consumer);
    if (nodeId === null) {
      // A farewell that cannot be said is not said later.
      if (membership.state === 'LEAVING') membership.transitionTo('UNSUBSCRIBED');
      else this.lookup(consumer);
      return;
    }
    this.member.findCoordinatorFuture = null;
    if (consumer.nowMillis >= this.pollDeadlineMillis && !membership.isLeavingGroup) {
      membership.transitionToSendingLeaveGroup(true);
      sendMembershipHeartbeat(consumer, this, nodeId, new OwnHeartbeat(consumer, true));
      heartbeat.skipBackoff();
      heartbeat.forgetSent();
      this.lose(consumer, 'consumer poll timeout has expired.');
      return;
    }
    const isNow = membership.state === 'LEAVING' || (membership.shouldHeartbeatNow && !heartbeat.isInFlight);
    if (isNow || heartbeat.canSend(consumer.nowMillis)) sendMembershipHeartbeat(consumer, this, nodeId, new OwnHeartbeat(consumer, false));
  }

  private lookup(consumer: ClassicConsumer): void {
    const { member } = this;
    if (member.findCoordinatorFuture?.isDone === true) member.findCoordinatorFuture = null;
    if (member.findCoordinatorFuture !== null || consumer.nowMillis < this.nextLookupMillis) return;
    this.nextLookupMillis = consumer.nowMillis + consumer.settings.retryBackoffMillis;
    lookupCoordinator(consumer, member);
    consumer.client.transmitSends(consumer.nowMillis);
  }

  onHeartbeatSuccess(consumer: ClassicConsumer, response: ConsumerGroupHeartbeatResponse): void {
    const { membership } = this;
    this.heartbeat.onSucceeded(response.heartbeatIntervalMs, consumer.nowMillis);
    if (membership.state === 'LEAVING' || membership.isNotInGroup || response.memberEpoch < 0) return;
    if (membership.memberEpoch !== response.memberEpoch) {
      membership.memberEpoch = response.memberEpoch;
      this.nameGeneration();
      consumer.groupListener.onJoined(response.memberEpoch, membership.memberId, false);
    }
    if (response.assignment === null || !membership.canHandleNewAssignment) return;
    const received = response.assignment.topicPartitions.map(({ topicId, partitions }): [string, number[]] => {
      return [topicId, [...partitions].sort((a, b) => a - b)];
    });
    membership.onAssignmentReceived(new Map(received));
  }

  /** Source: AbstractHeartbeatRequestManager.onErrorResponse. */
  onHeartbeatError(consumer: ClassicConsumer, { errorCode, errorMessage }: ConsumerGroupHeartbeatResponse): void {
    const { membership, heartbeat, member } = this;
    heartbeat.onFailed(consumer.nowMillis);
    switch (errorCode) {
      case errors.NOT_COORDINATOR:
      case errors.COORDINATOR_NOT_AVAILABLE:
        member.markCoordinatorUnknown(consumer, false);
        heartbeat.skipBackoff();
        return;
      case errors.COORDINATOR_LOAD_IN_PROGRESS:
        return;
      case errors.FENCED_MEMBER_EPOCH:
      case errors.UNKNOWN_MEMBER_ID:
        heartbeat.skipBackoff();
        if (membership.transitionToFenced()) this.lose(consumer, clientErrorOf(errorCode).exception);
        return;
      case errors.TOPIC_AUTHORIZATION_FAILED:
        this.pendingErrors.push(clientErrorOf(errorCode));
        return;
      case errors.GROUP_ID_NOT_FOUND:
        if (membership.state === 'UNSUBSCRIBED') return;
        break;
      default:
    }
    const isForbidden = errorCode === errors.GROUP_AUTHORIZATION_FAILED;
    this.pendingErrors.push(isForbidden ? groupAuthorizationError(member.groupId) : clientErrorOf(errorCode, errorMessage));
    const wasLeaving = membership.isLeavingGroup || membership.state === 'UNSUBSCRIBED';
    membership.transitionTo('FATAL');
    if (!wasLeaving) this.lose(consumer, clientErrorOf(errorCode).exception);
  }

  // Reconciliation: in poll(), where the application can be asked.

  /**
   * Begins to move towards the target, unless that is under way or there is nothing to do. Source:
   * AbstractMembershipManager.maybeReconcile.
   */
  maybeReconcile(consumer: ClassicConsumer): void {
    const { membership } = this;
    if (membership.state !== 'RECONCILING' || membership.isTargetReconciled || this.reconciliation !== null) return;
    const { assignment: resolved, names: assigned, isComplete } = resolvedAssignment(consumer, membership.target);
    if (!isComplete) consumer.metadata.requestFreshUpdate(true);
    const { subscriptions, settings } = consumer;
    const owned = subscriptions.assignedPartitions().sort(comparePartitions);
    const added = assigned.filter((name) => !owned.includes(name));
    const revoked = owned.filter((name) => !assigned.includes(name));
    const isUnresolvedRestOnly = !isComplete && membership.current.localEpoch >= 0 && added.length === 0 && revoked.length === 0;
    if (isUnresolvedRestOnly) {
      membership.current = resolved;
      membership.transitionTo('ACKNOWLEDGING');
      return;
    }
    for (const name of revoked) subscriptions.assignedState(name).isPendingRevocation = true;
    this.reconciliation = {
      resolved,
      assigned,
      added,
      revoked,
      commit: null,
      isCommitted: !settings.enableAutoCommit,
      commitDeadlineMillis: consumer.nowMillis + settings.maxPollIntervalMillis,
      commitRetryMillis: consumer.nowMillis,
      commitAttempts: 0,
    };
  }

  /** Commits before partitions change hands; true when that is done or has failed for good. */
  commitBeforeRevocation(consumer: ClassicConsumer, reconciliation: Reconciliation): boolean {
    if (reconciliation.isCommitted) return true;
    const { commit } = reconciliation;
    if (commit === null) {
      if (consumer.nowMillis < reconciliation.commitRetryMillis) return false;
      if (this.member.isCoordinatorUnknown(consumer) && consumer.nowMillis < reconciliation.commitDeadlineMillis) {
        reconciliation.commitRetryMillis = consumer.nowMillis + consumer.settings.retryBackoffMillis;
        return false;
      }
      const { future, error } = this.autoCommitOffsetsAsync(consumer);
      reconciliation.commit = future;
      reconciliation.isCommitted = error !== null || future === null || (future.isDone && future.error === null);
      return reconciliation.isCommitted;
    }
    if (!commit.isDone) return false;
    const canTryAgain = commit.isRetriable || (commit.error === staleCommit && this.membership.memberEpoch > 0);
    if (canTryAgain && consumer.nowMillis < reconciliation.commitDeadlineMillis) {
      reconciliation.commit = null;
      reconciliation.commitRetryMillis = consumer.nowMillis + this.backoffMillis(reconciliation.commitAttempts++);
      return false;
    }
    reconciliation.isCommitted = true;
    return true;
  }

  /** Takes the new assignment and tells the application; the next heartbeat acknowledges it. */
  completeReconciliation(consumer: ClassicConsumer, { resolved, assigned, added }: Reconciliation): ClientError | null {
    consumer.subscriptions.assignFromSubscribed(assigned);
    const error = consumer.groupListener.onPartitionsAssigned(consumer, added);
    this.reconciliation = null;
    if (error !== null) return callbackFailed(error);
    this.membership.current = resolved;
    this.resetAutoCommitTimer(consumer);
    this.membership.transitionTo('ACKNOWLEDGING');
    return null;
  }

  // Leaving.

  override onLeavePrepare(consumer: ClassicConsumer): ClientError | null {
    const { membership } = this;
    const { subscriptions, groupListener } = consumer;
    if (membership.isNotInGroup) return this.release(consumer);
    membership.transitionTo('PREPARE_LEAVING');
    this.reconciliation = null;
    const dropped = subscriptions.assignedPartitions().sort(comparePartitions);
    const isMember = membership.memberEpoch > 0;
    const revoked = isMember && dropped.length > 0 ? groupListener.onPartitionsRevoked(consumer, dropped, false) : null;
    const lost = !isMember && dropped.length > 0 ? groupListener.onPartitionsLost(consumer, dropped) : null;
    if (subscriptions.hasAutoAssignedPartitions) subscriptions.assignFromSubscribed([]);
    membership.clearAssignment();
    const failed = lost ?? (revoked !== null && 'exception' in revoked ? revoked : null);
    return failed === null ? null : callbackFailed(failed);
  }

  /** Says farewell at once: a static member for a while, another one for good. */
  override maybeLeaveGroup(consumer: ClassicConsumer, reason: string): void {
    const { membership } = this;
    if (membership.state === 'FENCED') membership.transitionTo('UNSUBSCRIBED');
    if (membership.state !== 'PREPARE_LEAVING') return;
    membership.transitionToSendingLeaveGroup(false);
    this.runHeartbeat(consumer);
    this.nameGeneration();
    consumer.groupListener.onGenerationLost(reason);
    consumer.pollNow();
  }

  override closeHeartbeatThread(): void {
    // The farewell is the last heartbeat.
  }

  // Committing.

  override commitErrorOf(errorCode: number): ClientError | null {
    if (errorCode === errors.STALE_MEMBER_EPOCH) return staleCommit;
    return errorCode === errors.UNKNOWN_MEMBER_ID || errorCode === errors.FENCED_INSTANCE_ID ? clientErrorOf(errorCode) : null;
  }

  override fetchErrorOf(errorCode: number): ClientError | null {
    return errorCode === errors.STALE_MEMBER_EPOCH && this.membership.memberEpoch > 0 ? staleFetch : null;
  }

  override get fetchIdentity(): { readonly memberId: string | null; readonly memberEpoch: number } {
    const { memberId, memberEpoch } = this.membership;
    return memberEpoch > 0 ? { memberId, memberEpoch } : { memberId: null, memberEpoch: -1 };
  }

  private join(): void {
    this.membership.transitionToJoining();
    this.nameGeneration();
  }

  /** The partitions are others' now; the application hears of it in its next poll(), at once when there is nothing to tell. */
  private lose(consumer: ClassicConsumer, reason: string): void {
    this.nameGeneration();
    this.reconciliation = null;
    this.isReleasePending = true;
    for (const [, state] of consumer.subscriptions.states()) state.isPendingRevocation = true;
    consumer.groupListener.onGenerationLost(reason);
    if (consumer.subscriptions.assignedPartitions().length === 0) this.release(consumer);
  }

  private release(consumer: ClassicConsumer): ClientError | null {
    if (!this.isReleasePending) return null;
    this.isReleasePending = false;
    const { subscriptions, groupListener } = consumer;
    const lost = subscriptions.assignedPartitions().sort(comparePartitions);
    const error = lost.length === 0 ? null : groupListener.onPartitionsLost(consumer, lost);
    if (subscriptions.hasAutoAssignedPartitions) subscriptions.assignFromSubscribed([]);
    this.membership.clearAssignment();
    if (this.membership.state === 'FENCED') this.join();
    return error === null ? null : callbackFailed(error);
  }

  /** Commits and lookups go out in the name of the epoch. */
  private nameGeneration(): void {
    const { memberId, memberEpoch } = this.membership;
    this.member.generation = memberEpoch > 0 ? { generationId: memberEpoch, memberId, protocolName: null } : noGeneration;
  }
}

function membershipOf(consumer: ClassicConsumer): MembershipCoordinator {
  const { coordinator } = consumer;
  assert(coordinator instanceof MembershipCoordinator, 'the consumer speaks the consumer protocol');
  return coordinator;
}

class OwnPoll extends MembershipPollTask {
  protected ownerOf(consumer: ClassicConsumer): PollOwner {
    return membershipOf(consumer);
  }
}

class OwnHeartbeat extends MembershipHeartbeatPurpose {
  protected ownerOf(consumer: ClassicConsumer): HeartbeatOwner {
    return membershipOf(consumer);
  }
}
