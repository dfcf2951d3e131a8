import { errors } from '../../errors.ts';
import type { AlterPartitionRequest, AlterPartitionResponse, AlterPartitionResponsePartition } from '../../apis/AlterPartition/messages.ts';
import { decided, type ControllerResult } from '../../metadata/decision.ts';
import { leaderRecoveryStates, type MetadataRecord } from '../../metadata/records.ts';
import { isValidIsr } from '../../metadata/replicas.ts';
import { changePartition, electionFor, findPartition, type ControllerParts, type PartitionInTopic } from '../parts.ts';

type AlterPartitionData = AlterPartitionRequest['topics'][number]['partitions'][number];

/** What a request before version 3 says: an ISR whose brokers' epochs nobody knows. Source: AlterPartitionRequest. */
export function isrWithUnknownEpochs(newIsr: readonly number[]): AlterPartitionData['newIsrWithEpochs'] {
  return newIsr.map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
}

/**
 * Handles a leader's wish to change its ISR. The controller has the last word: it knows who is alive and which epochs are current.
 * Errors: STALE_BROKER_EPOCH for the whole request; per partition UNKNOWN_TOPIC_ID, UNKNOWN_TOPIC_OR_PARTITION, NOT_CONTROLLER (the
 * leader has
 * seen newer metadata), FENCED_LEADER_EPOCH, INVALID_UPDATE_VERSION, INVALID_REQUEST, INELIGIBLE_REPLICA, NEW_LEADER_ELECTED.
 * Source: ReplicationControlManager.alterPartition.
 */
export function alterPartition(parts: ControllerParts, request: AlterPartitionRequest): ControllerResult<AlterPartitionResponse> {
  const stale = parts.cluster.checkBrokerEpoch(request.brokerId, request.brokerEpoch);
  if (stale !== null) return stale;
  const records: MetadataRecord[] = [];
  const topics = request.topics.map(({ topicId, partitions }) => {
    const isKnown = parts.replication.topic(topicId) !== undefined;
    const answers = partitions.map((data) => {
      if (!isKnown) return partitionError(data.partitionIndex, errors.UNKNOWN_TOPIC_ID);
      const found = findPartition(parts, { topicId, partitionId: data.partitionIndex });
      return found === null
        ? partitionError(data.partitionIndex, errors.UNKNOWN_TOPIC_OR_PARTITION)
        : alterOne(parts, request.brokerId, { found, data, records });
    });
    return { topicId, partitions: answers };
  });
  return decided(records, { throttleTimeMs: 0, errorCode: errors.NONE, topics });
}

function alterOne(
  parts: ControllerParts,
  brokerId: number,
  { found, data, records }: { readonly found: PartitionInTopic; readonly data: AlterPartitionData; readonly records: MetadataRecord[] },
): AlterPartitionResponsePartition {
  const { partitionIndex } = data;
  const problem = validationError(parts, brokerId, found, data);
  if (problem !== errors.NONE) return partitionError(partitionIndex, problem);
  const record = changePartition(parts, found, {
    election: electionFor(parts, found.topic.name),
    isr: data.newIsrWithEpochs.map((member) => member.brokerId),
    leaderRecoveryState: data.leaderRecoveryState,
  });
  let { partition } = found;
  if (record !== null) {
    records.push(record);
    partition = partition.merge(record.data);
    // The change completed a reassignment that took the leadership away.
    const isMoved = record.data.leader !== undefined && record.data.leader !== brokerId;
    if (isMoved) return partitionError(partitionIndex, errors.NEW_LEADER_ELECTED);
  }
  const { leader, leaderEpoch, isr, leaderRecoveryState, partitionEpoch } = partition;
  return { partitionIndex, errorCode: errors.NONE, leaderId: leader, leaderEpoch, isr, leaderRecoveryState, partitionEpoch };
}

function validationError(parts: ControllerParts, brokerId: number, { partition }: PartitionInTopic, data: AlterPartitionData): number {
  if (data.leaderEpoch > partition.leaderEpoch || data.partitionEpoch > partition.partitionEpoch) return errors.NOT_CONTROLLER;
  if (data.leaderEpoch < partition.leaderEpoch) return errors.FENCED_LEADER_EPOCH;
  if (brokerId !== partition.leader) return errors.INVALID_REQUEST;
  if (data.partitionEpoch < partition.partitionEpoch) return errors.INVALID_UPDATE_VERSION;
  const isr = data.newIsrWithEpochs.map((member) => member.brokerId);
  if (!isValidIsr(partition.replicas, isr) || !isr.includes(partition.leader)) return errors.INVALID_REQUEST;
  if (data.leaderRecoveryState === leaderRecoveryStates.RECOVERING) {
    if (isr.length > 1 || partition.leaderRecoveryState === leaderRecoveryStates.RECOVERED) return errors.INVALID_REQUEST;
  }
  return data.newIsrWithEpochs.every((member) => isEligible(parts, member)) ? errors.NONE : errors.INELIGIBLE_REPLICA;
}

/** Alive, and in the life that the leader has seen: a broker that restarted in between may have lost what made it in sync. */
function isEligible(parts: ControllerParts, { brokerId, brokerEpoch }: AlterPartitionData['newIsrWithEpochs'][number]): boolean {
  const registration = parts.cluster.registration(brokerId);
  const { mutations } = parts.settings;
  if (registration === undefined || !(registration.isActive || mutations.has('M11'))) return false;
  return brokerEpoch === -1 || brokerEpoch === registration.epoch || mutations.has('M10');
}

function partitionError(partitionIndex: number, errorCode: number): AlterPartitionResponsePartition {
  return { partitionIndex, errorCode, leaderId: 0, leaderEpoch: 0, isr: [], leaderRecoveryState: 0, partitionEpoch: 0 };
}
