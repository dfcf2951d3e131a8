import type { FindCoordinatorResponse } from '../../apis/FindCoordinator/messages.ts';
import type { HeartbeatRequest, HeartbeatResponse } from '../../apis/Heartbeat/messages.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../../apis/JoinGroup/messages.ts';
import type { LeaveGroupRequest } from '../../apis/LeaveGroup/messages.ts';
import type { SyncGroupRequest, SyncGroupResponse } from '../../apis/SyncGroup/messages.ts';
import { errorName, errors } from '../../errors.ts';
import { clientErrorOf, kafkaException, ClientError } from '../common/client-error.ts';
import type { ClassicConsumer } from './classic-consumer.ts';
import { ConsumerRequest } from './consumer-network-client.ts';
import { groupAuthorizationError, unjoinedGroup } from './group-error.ts';
import { isSameGeneration } from './group-member.ts';
import type { Generation, GroupMember } from './group-member.ts';
import { LeaderElectionTask } from './leader-election.ts';
import { failedFuture, RequestFuture } from './request-future.ts';

const requestBytes = 120;
/** How much longer than the rebalance timeout a join may take. Source: AbstractCoordinator.JOIN_GROUP_TIMEOUT_LAPSE. */
const joinGroupTimeoutLapseMillis = 5000;
export const protocolType = 'consumer';

/** A request to the coordinator: a lost connection means that it must be looked for anew. Source: CoordinatorResponseHandler. */
export abstract class CoordinatorRequest<T> extends ConsumerRequest {
  readonly future: RequestFuture<T>;
  readonly sentGeneration: Generation;

  constructor(future: RequestFuture<T>, sentGeneration: Generation) {
    super();
    this.future = future;
    this.sentGeneration = sentGeneration;
  }

  override onFailure(consumer: ClassicConsumer, error: ClientError): void {
    if (error.exception === 'DisconnectException') consumer.coordinator.member.markCoordinatorUnknown(consumer, true);
    this.fail(consumer, error);
  }

  /** Ends the future; subclasses add what else happens. */
  protected fail(_consumer: ClassicConsumer, error: ClientError): void {
    this.future.raise(error);
  }

  protected isGenerationUnchanged(member: GroupMember): boolean {
    return isSameGeneration(member.generation, this.sentGeneration);
  }
}

/** Who coordinates our group? */
class FindCoordinatorPurpose extends ConsumerRequest {
  readonly future: RequestFuture<object>;

  constructor(future: RequestFuture<object>) {
    super();
    this.future = future;
  }

  onSuccess(consumer: ClassicConsumer, body: object): void {
    const coordinator = consumer.coordinator;
    const answer = (body as FindCoordinatorResponse).coordinators[0];
    if (answer === undefined) return;
    if (answer.errorCode === errors.NONE) {
      coordinator.member.coordinatorFound(consumer, answer.nodeId);
      this.future.complete(answer);
    } else if (answer.errorCode === errors.GROUP_AUTHORIZATION_FAILED) {
      this.future.raise(groupAuthorizationError(coordinator.member.groupId));
    } else {
      this.future.raise(clientErrorOf(answer.errorCode));
    }
    coordinator.onFindCoordinatorDone(consumer, this.future);
  }

  onFailure(consumer: ClassicConsumer, error: ClientError): void {
    this.future.raise(error);
    consumer.coordinator.onFindCoordinatorDone(consumer, this.future);
  }
}

/** Asks the least loaded broker, unless somebody has asked already; null when no broker can be asked. */
export function lookupCoordinator(consumer: ClassicConsumer, member: GroupMember): RequestFuture<object> | null {
  if (member.findCoordinatorFuture !== null) return member.findCoordinatorFuture;
  const { nodeId } = consumer.client.network.leastLoadedNode(consumer.nowMillis);
  if (nodeId === null) return null;
  const future = new RequestFuture<object>();
  member.findCoordinatorFuture = future;
  const body = { keyType: 0, coordinatorKeys: [member.groupId] };
  const request = new FindCoordinatorPurpose(future);
  consumer.client.send({ nodeId, api: 'FindCoordinator', body, sizeBytes: requestBytes, request }, consumer.nowMillis);
  return future;
}

/** Asks to be let into the next generation; the same future ends when the assignment is here. */
export function sendJoinGroup(consumer: ClassicConsumer, member: GroupMember): RequestFuture<object> {
  const nodeId = member.checkAndGetCoordinator(consumer);
  if (nodeId === null) return failedFuture(clientErrorOf(errors.COORDINATOR_NOT_AVAILABLE));
  const { settings } = member;
  const body: JoinGroupRequest = {
    groupId: member.groupId,
    sessionTimeoutMs: settings.sessionTimeoutMillis,
    rebalanceTimeoutMs: settings.maxPollIntervalMillis,
    memberId: member.generation.memberId,
    groupInstanceId: settings.groupInstanceId,
    protocolType,
    protocols: consumer.coordinator.joinProtocols(consumer),
    reason: member.rejoinReason,
  };
  const future = new RequestFuture<object>();
  // The coordinator answers only when all members have come, or the rebalance timeout is over.
  const timeoutMillis = Math.max(settings.requestTimeoutMillis, settings.maxPollIntervalMillis + joinGroupTimeoutLapseMillis);
  const request = new JoinGroupPurpose(future, member.generation);
  consumer.client.send({ nodeId, api: 'JoinGroup', body, sizeBytes: requestBytes, request, timeoutMillis }, consumer.nowMillis);
  return future;
}

const fatalJoinErrors: ReadonlySet<number> = new Set([
  errors.INCONSISTENT_GROUP_PROTOCOL,
  errors.INVALID_SESSION_TIMEOUT,
  errors.INVALID_GROUP_ID,
]);

/** A join on its way. */
class JoinGroupPurpose extends CoordinatorRequest<object> {
  onSuccess(consumer: ClassicConsumer, body: object): void {
    const response = body as JoinGroupResponse;
    const { member } = consumer.coordinator;
    if (response.errorCode === errors.NONE) this.onJoined(consumer, response);
    else this.onError(consumer, response, member);
  }

  private onJoined(consumer: ClassicConsumer, response: JoinGroupResponse): void {
    const { member } = consumer.coordinator;
    if (response.protocolType !== null && response.protocolType !== protocolType) {
      this.future.raise(clientErrorOf(errors.INCONSISTENT_GROUP_PROTOCOL));
      return;
    }
    if (member.state !== 'PREPARING_REBALANCE') {
      this.future.raise(unjoinedGroup);
      return;
    }
    member.state = 'COMPLETING_REBALANCE';
    member.enableHeartbeats(consumer.nowMillis);
    const { generationId, memberId, protocolName } = response;
    member.generation = { generationId, memberId, protocolName };
    const isLeader = response.leader === memberId;
    consumer.groupListener.onJoined(generationId, memberId, isLeader);
    if (isLeader) consumer.runNested(new LeaderElectionTask(response, this.future));
    else sendSyncGroup(consumer, member, { assignments: [], future: this.future });
  }

  private onError(consumer: ClassicConsumer, response: JoinGroupResponse, member: GroupMember): void {
    const { errorCode } = response;
    if (errorCode === errors.UNKNOWN_MEMBER_ID) {
      if (this.isGenerationUnchanged(member)) consumer.coordinator.resetOnError(consumer, 'JOIN_GROUP', errorCode, true);
    } else if (errorCode === errors.COORDINATOR_NOT_AVAILABLE || errorCode === errors.NOT_COORDINATOR) {
      member.markCoordinatorUnknown(consumer, false);
    } else if (errorCode === errors.MEMBER_ID_REQUIRED) {
      // A new member is given its id first, so that retries of lost joins do not leave members behind (KIP-394).
      member.generation = { generationId: -1, memberId: response.memberId, protocolName: null };
      member.requestRejoin(`need to re-join with the given member-id: ${response.memberId}`);
    }
    this.future.raise(joinError(errorCode, member.groupId));
  }
}

function joinError(errorCode: number, groupId: string): ClientError {
  if (errorCode === errors.GROUP_AUTHORIZATION_FAILED) return groupAuthorizationError(groupId);
  if (errorCode === errors.GROUP_MAX_SIZE_REACHED) {
    const message = `Consumer group ${groupId} already has the configured maximum number of members.`;
    return new ClientError('GroupMaxSizeReachedException', errors.GROUP_MAX_SIZE_REACHED, message);
  }
  if (knownJoinErrors.has(errorCode) || fatalJoinErrors.has(errorCode)) return clientErrorOf(errorCode);
  return kafkaException(`Unexpected error in join group response: ${clientErrorOf(errorCode).message}`);
}

const knownJoinErrors: ReadonlySet<number> = new Set([
  errors.COORDINATOR_LOAD_IN_PROGRESS,
  errors.UNKNOWN_MEMBER_ID,
  errors.COORDINATOR_NOT_AVAILABLE,
  errors.NOT_COORDINATOR,
  errors.FENCED_INSTANCE_ID,
  errors.UNSUPPORTED_VERSION,
  errors.MEMBER_ID_REQUIRED,
  errors.REBALANCE_IN_PROGRESS,
]);

/** What SyncGroup carries: a leader's assignments, or none. */
export interface SyncParts {
  readonly assignments: SyncGroupRequest['assignments'];
  readonly future: RequestFuture<object>;
}

/** Asks for this member's part of the assignment. */
export function sendSyncGroup(consumer: ClassicConsumer, member: GroupMember, { assignments, future }: SyncParts): void {
  const nodeId = member.checkAndGetCoordinator(consumer);
  if (nodeId === null) {
    future.raise(clientErrorOf(errors.COORDINATOR_NOT_AVAILABLE));
    return;
  }
  const { generationId, memberId, protocolName } = member.generation;
  const { groupInstanceId } = member.settings;
  const body: SyncGroupRequest = {
    groupId: member.groupId,
    generationId,
    memberId,
    groupInstanceId,
    protocolType,
    protocolName,
    assignments,
  };
  const request = new SyncGroupPurpose(future, member.generation);
  consumer.client.send({ nodeId, api: 'SyncGroup', body, sizeBytes: requestBytes, request }, consumer.nowMillis);
}

/** A sync on its way. */
class SyncGroupPurpose extends CoordinatorRequest<object> {
  onSuccess(consumer: ClassicConsumer, body: object): void {
    const response = body as SyncGroupResponse;
    const { member } = consumer.coordinator;
    if (response.errorCode !== errors.NONE) {
      this.onError(consumer, response.errorCode, member);
    } else if (response.protocolType !== null && response.protocolType !== protocolType) {
      this.future.raise(clientErrorOf(errors.INCONSISTENT_GROUP_PROTOCOL));
    } else if (member.hasGenerationReset || member.state !== 'COMPLETING_REBALANCE') {
      // The heartbeat thread learnt meanwhile that this generation is over.
      this.future.raise(clientErrorOf(errors.ILLEGAL_GENERATION));
    } else if (response.protocolName !== null && response.protocolName !== member.generation.protocolName) {
      this.future.raise(clientErrorOf(errors.INCONSISTENT_GROUP_PROTOCOL));
    } else {
      member.state = 'STABLE';
      member.rejoinReason = '';
      member.isRejoinNeeded = false;
      this.future.complete(response.assignment ?? { assignedPartitions: [], userData: null });
    }
  }

  private onError(consumer: ClassicConsumer, errorCode: number, member: GroupMember): void {
    switch (errorCode) {
      case errors.GROUP_AUTHORIZATION_FAILED:
        this.future.raise(groupAuthorizationError(member.groupId));
        return;
      case errors.UNKNOWN_MEMBER_ID:
      case errors.ILLEGAL_GENERATION:
        if (this.isGenerationUnchanged(member)) {
          consumer.coordinator.resetOnError(consumer, 'SYNC_GROUP', errorCode, errorCode !== errors.ILLEGAL_GENERATION);
        }
        break;
      case errors.COORDINATOR_NOT_AVAILABLE:
      case errors.NOT_COORDINATOR:
        member.markCoordinatorUnknown(consumer, false);
        break;
      case errors.REBALANCE_IN_PROGRESS:
      case errors.FENCED_INSTANCE_ID:
        break;
      default:
        this.future.raise(kafkaException(`Unexpected error from SyncGroup: ${clientErrorOf(errorCode).message}`));
        return;
    }
    this.future.raise(clientErrorOf(errorCode));
  }
}

/** Tells the coordinator that this member lives. */
export function sendHeartbeat(consumer: ClassicConsumer, member: GroupMember, nodeId: number): void {
  const { generationId, memberId } = member.generation;
  const body: HeartbeatRequest = { groupId: member.groupId, generationId, memberId, groupInstanceId: member.settings.groupInstanceId };
  const request = new HeartbeatPurpose(new RequestFuture<object>(), member.generation);
  consumer.client.send({ nodeId, api: 'Heartbeat', body, sizeBytes: requestBytes, request }, consumer.nowMillis);
}

/** A heartbeat on its way. */
class HeartbeatPurpose extends CoordinatorRequest<object> {
  onSuccess(consumer: ClassicConsumer, body: object): void {
    const { errorCode } = body as HeartbeatResponse;
    const { member } = consumer.coordinator;
    switch (errorCode) {
      case errors.NONE:
        member.heartbeat.received(consumer.nowMillis);
        return;
      case errors.COORDINATOR_NOT_AVAILABLE:
      case errors.NOT_COORDINATOR:
        member.markCoordinatorUnknown(consumer, false);
        break;
      case errors.REBALANCE_IN_PROGRESS:
        // Being told to join again is an answer: the session goes on.
        if (member.state === 'STABLE') member.requestRejoin('group is already rebalancing');
        member.heartbeat.received(consumer.nowMillis);
        return;
      case errors.ILLEGAL_GENERATION:
      case errors.UNKNOWN_MEMBER_ID:
      case errors.FENCED_INSTANCE_ID:
        if (!this.isGenerationUnchanged(member)) {
          member.heartbeat.received(consumer.nowMillis);
          return;
        }
        consumer.coordinator.resetOnError(consumer, 'HEARTBEAT', errorCode, errorCode !== errors.ILLEGAL_GENERATION);
        break;
      case errors.GROUP_AUTHORIZATION_FAILED:
        this.fail(consumer, groupAuthorizationError(member.groupId));
        return;
      default:
        this.fail(consumer, kafkaException(`Unexpected error in heartbeat response: ${clientErrorOf(errorCode).message}`));
        return;
    }
    this.fail(consumer, clientErrorOf(errorCode));
  }

  protected override fail(consumer: ClassicConsumer, error: ClientError): void {
    const { member } = consumer.coordinator;
    if (error.errorCode === errors.FENCED_INSTANCE_ID) member.heartbeatFailure = error;
    else member.heartbeat.failed(consumer.nowMillis);
  }
}

/** Leaves the group at once, so that the others need not wait for the session timeout. */
export function sendLeaveGroup(
  consumer: ClassicConsumer,
  member: GroupMember,
  parts: { readonly nodeId: number; readonly reason: string },
): void {
  const { memberId } = member.generation;
  const body: LeaveGroupRequest = { groupId: member.groupId, members: [{ memberId, groupInstanceId: null, reason: parts.reason }] };
  const request = new LeaveGroupPurpose(new RequestFuture<object>(), member.generation);
  consumer.client.send({ nodeId: parts.nodeId, api: 'LeaveGroup', body, sizeBytes: requestBytes, request }, consumer.nowMillis);
}

/** A farewell on its way; nobody acts on its answer. */
class LeaveGroupPurpose extends CoordinatorRequest<object> {
  onSuccess(_consumer: ClassicConsumer, body: object): void {
    this.future.complete(body);
  }
}

/** The reason that a reset is given by an error code. */
export function resetReason(api: string, errorCode: number): string {
  return `encountered ${errorName(errorCode)} from ${api} response`;
}
