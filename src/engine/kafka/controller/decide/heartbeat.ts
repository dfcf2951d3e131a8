import { errors } from '../../errors.ts';
import type { BrokerHeartbeatRequest } from '../../apis/BrokerHeartbeat/messages.ts';
import { supportsCordonedLogDirs, supportsDirectoryAssignment } from '../../metadata/metadata-version.ts';
import { decided, refused, type ControllerResult, type Decision } from '../../metadata/decision.ts';
import { metadataRecord, type MetadataRecord } from '../../metadata/records.ts';
import type { BrokerControlState } from '../heartbeats.ts';
import type { ControllerParts, DecisionContext } from '../parts.ts';
import { fenceBroker, startControlledShutdown, takeDirectoriesOffline, unfenceBroker } from './broker-changes.ts';

/** What a broker learns from its heartbeat. Source: BrokerHeartbeatReply. */
export interface BrokerHeartbeatReply {
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly inControlledShutdown: boolean;
  readonly shouldShutDown: boolean;
}

/** Whether a periodic task should run again at once. */
export interface TaskReply {
  readonly again: boolean;
}

/**
 * Handles a broker's heartbeat. The contact is noted first, whatever the answer, as Kafka does before it even queues the request.
 * Errors: STALE_BROKER_EPOCH. Source: QuorumController.processBrokerHeartbeat, ReplicationControlManager.processBrokerHeartbeat.
 */
export function processBrokerHeartbeat(
  parts: ControllerParts,
  request: BrokerHeartbeatRequest,
  { nowMicros }: DecisionContext,
): ControllerResult<BrokerHeartbeatReply> {
  const { brokerId, brokerEpoch } = request;
  parts.heartbeats.trackContact(brokerId, brokerEpoch, nowMicros);
  const registerBrokerRecordOffset = parts.cluster.registerRecordOffset(brokerId);
  if (registerBrokerRecordOffset === null) {
    return refused(errors.STALE_BROKER_EPOCH, `Receive a heartbeat from broker ${String(brokerId)} before registration`);
  }
  const stale = parts.cluster.checkBrokerEpoch(brokerId, brokerEpoch);
  if (stale !== null) return stale;
  const current = parts.heartbeats.currentState(brokerId);
  const facts = { registerBrokerRecordOffset, hasLeaderships: parts.replication.hasLeaderships(brokerId) };
  const wish = parts.settings.mutations.has('M25') ? { ...request, wantFence: request.wantShutDown } : request;
  const next = parts.heartbeats.nextState(brokerId, wish, facts);
  const records = current === next ? [] : [...transition(parts, request, next)];
  const isFenced = next === 'FENCED' || next === 'SHUTDOWN_NOW';
  parts.heartbeats.heard(brokerId, isFenced, request.currentMetadataOffset);
  records.push(...directoryChanges(parts, request));
  return decided(records, {
    isCaughtUp: request.currentMetadataOffset >= registerBrokerRecordOffset,
    isFenced,
    inControlledShutdown: next === 'CONTROLLED_SHUTDOWN',
    shouldShutDown: next === 'SHUTDOWN_NOW',
  });
}

/** Fences one broker whose session has expired. Runs again at once while it finds more. Source: maybeFenceOneStaleBroker. */
export function maybeFenceOneStaleBroker(parts: ControllerParts, { nowMicros }: Pick<DecisionContext, 'nowMicros'>): Decision<TaskReply> {
  const expired = parts.heartbeats.removeOneExpired(nowMicros, parts.settings.sessionTimeoutMicros);
  if (expired === null) return decided([], { again: false });
  const { brokerId, brokerEpoch } = expired;
  const registration = parts.cluster.registration(brokerId);
  if (registration === undefined) {
    parts.heartbeats.remove(brokerId);
    return decided([], { again: true });
  }
  // An older life's session: the new one has its own.
  if (registration.epoch !== brokerEpoch) return decided([], { again: true });
  const records = fenceBroker(parts, brokerId);
  parts.heartbeats.fence(brokerId);
  return decided(records, { again: true });
}

function transition(
  parts: ControllerParts,
  { brokerId, brokerEpoch }: BrokerHeartbeatRequest,
  next: BrokerControlState,
): readonly MetadataRecord[] {
  switch (next) {
    case 'FENCED':
    case 'SHUTDOWN_NOW':
      return fenceBroker(parts, brokerId);
    case 'UNFENCED':
      return unfenceBroker(parts, brokerId, brokerEpoch);
    case 'CONTROLLED_SHUTDOWN':
      return startControlledShutdown(parts, brokerId, brokerEpoch);
  }
}

function directoryChanges(parts: ControllerParts, request: BrokerHeartbeatRequest): readonly MetadataRecord[] {
  const { brokerId, brokerEpoch } = request;
  const level = parts.features.metadataVersion;
  const records: MetadataRecord[] = [];
  if (supportsDirectoryAssignment(level)) records.push(...takeDirectoriesOffline(parts, request, request.offlineLogDirs));
  const cordoned = request.cordonedLogDirs ?? null;
  if (supportsCordonedLogDirs(level) && cordoned !== null && parts.cluster.registration(brokerId)?.isCordonedChanged(cordoned) === true) {
    records.push(metadataRecord('BrokerRegistrationChangeRecord', { brokerId, brokerEpoch, cordonedLogDirs: cordoned }, 3));
  }
  return records;
}

/**
 * The records of a heartbeat's decision are in the log, which now ends after `batchEndOffset`. A broker in controlled shutdown may go
 * when every
 * active broker has seen that offset. Source: processBatchEndOffset.
 */
export function heartbeatAppended(parts: ControllerParts, brokerId: number, reply: BrokerHeartbeatReply, batchEndOffset: number): void {
  if (reply.inControlledShutdown) parts.heartbeats.updateControlledShutdownOffset(brokerId, batchEndOffset);
}
