import { errors } from '../../errors.ts';
import type { ElectLeadersRequest, ElectLeadersResponse } from '../../apis/ElectLeaders/messages.ts';
import { apiErrorWithText, decided, noError, refused } from '../../metadata/decision.ts';
import type { ApiError, ControllerResult, Decision } from '../../metadata/decision.ts';
import type { MetadataRecord } from '../../metadata/records.ts';
import { changePartition, findPartition, type ControllerParts } from '../parts.ts';
import type { TaskReply } from './heartbeat.ts';

/** ElectionType. */
const electionTypes = { PREFERRED: 0, UNCLEAN: 1 } as const;

/** Where to elect, and how. */
interface ElectionWish {
  readonly topicName: string;
  readonly partitionId: number;
  readonly electionType: number;
}

/**
 * Elects leaders on request. UNCLEAN here needs no unclean.leader.election.enable: whoever asks accepts the loss.
 * Errors: INVALID_REQUEST for an unknown type; per partition ELECTION_NOT_NEEDED, PREFERRED_LEADER_NOT_AVAILABLE,
 * ELIGIBLE_LEADERS_NOT_AVAILABLE,
 * UNKNOWN_TOPIC_OR_PARTITION. Source: ReplicationControlManager.electLeaders.
 */
export function electLeaders(parts: ControllerParts, request: ElectLeadersRequest): ControllerResult<ElectLeadersResponse> {
  const { electionType, topicPartitions } = request;
  if (electionType !== electionTypes.PREFERRED && electionType !== electionTypes.UNCLEAN) {
    return refused(errors.INVALID_REQUEST, `Unknown election type ${String(electionType)}`);
  }
  const records: MetadataRecord[] = [];
  const asked = topicPartitions ?? everyPartition(parts);
  const results = asked.map(({ topic, partitions }) => {
    const answers = partitions.map((partitionId) => {
      return { partitionId, ...electLeader(parts, { topicName: topic, partitionId, electionType }, records) };
    });
    // Asked about everything, Kafka does not mention what was well already.
    const told = topicPartitions === null ? answers.filter(({ errorCode }) => errorCode !== errors.ELECTION_NOT_NEEDED) : answers;
    return { topic, partitionResult: told };
  });
  return decided(records, { throttleTimeMs: 0, errorCode: errors.NONE, replicaElectionResults: results });
}

/** Gives leadership back to preferred replicas, as many as one pass may. Source: maybeBalancePartitionLeaders. */
export function maybeBalancePartitionLeaders(parts: ControllerParts): Decision<TaskReply> {
  const { electionsPerPassMax } = parts.settings;
  const records: MetadataRecord[] = [];
  for (const where of parts.replication.imbalancedPartitions()) {
    if (records.length >= electionsPerPassMax) break;
    const found = findPartition(parts, where);
    const record = found === null ? null : changePartition(parts, found, { election: 'PREFERRED' });
    if (record !== null) records.push(record);
  }
  return decided(records, { again: records.length >= electionsPerPassMax });
}

/**
 * Elects uncleanly where a partition has no leader and its topic allows it: turning the setting on acts only here. Source:
 * maybeElectUncleanLeaders.
 */
export function maybeElectUncleanLeaders(parts: ControllerParts): Decision<TaskReply> {
  const { electionsPerPassMax } = parts.settings;
  const records: MetadataRecord[] = [];
  for (const where of parts.replication.partitionsWithNoLeader()) {
    if (records.length >= electionsPerPassMax) break;
    const topicName = parts.replication.topic(where.topicId)?.name;
    if (topicName === undefined || !parts.configuration.isUncleanElectionEnabled(topicName)) continue;
    electLeader(parts, { topicName, partitionId: where.partitionId, electionType: electionTypes.UNCLEAN }, records);
  }
  return decided(records, { again: records.length >= electionsPerPassMax });
}

function electLeader(parts: ControllerParts, { topicName, partitionId, electionType }: ElectionWish, records: MetadataRecord[]): ApiError {
  const topicId = parts.replication.topicId(topicName);
  if (topicId === null) return { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: `No such topic as ${topicName}` };
  const found = findPartition(parts, { topicId, partitionId });
  if (found === null) {
    return { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: `No such partition as ${topicName}-${String(partitionId)}` };
  }
  const isUnclean = electionType === electionTypes.UNCLEAN;
  if (isUnclean ? found.partition.hasLeader : found.partition.hasPreferredLeader) return apiErrorWithText(errors.ELECTION_NOT_NEEDED);
  const record = changePartition(parts, found, { election: isUnclean ? 'UNCLEAN' : 'PREFERRED' });
  if (record === null) return apiErrorWithText(isUnclean ? errors.ELIGIBLE_LEADERS_NOT_AVAILABLE : errors.PREFERRED_LEADER_NOT_AVAILABLE);
  records.push(record);
  return noError;
}

function everyPartition(parts: ControllerParts): NonNullable<ElectLeadersRequest['topicPartitions']> {
  const topics = [...parts.replication.topics].sort((a, b) => (a.name < b.name ? -1 : 1));
  return topics.map((topic) => ({ topic: topic.name, partitions: [...topic.parts.keys()] }));
}
