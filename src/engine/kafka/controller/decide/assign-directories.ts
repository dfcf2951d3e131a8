import { errors } from '../../errors.ts';
import type { AssignReplicasToDirsRequest, AssignReplicasToDirsResponse } from '../../apis/AssignReplicasToDirs/messages.ts';
import { decided, refused, type ControllerResult } from '../../metadata/decision.ts';
import { supportsDirectoryAssignment } from '../../metadata/metadata-version.ts';
import type { MetadataRecord } from '../../metadata/records.ts';
import type { TopicIdPartition } from '../partition-index.ts';
import { changePartition, findPartition, type ControllerParts } from '../parts.ts';
import { leaderAndIsrUpdates } from './broker-changes.ts';

/**
 * A broker says in which directories its replicas are (KIP-858). A replica in a directory that is not online leaves its ISR.
 * Errors: UNSUPPORTED_VERSION, STALE_BROKER_EPOCH; per partition UNKNOWN_TOPIC_ID, UNKNOWN_TOPIC_OR_PARTITION, NOT_LEADER_OR_FOLLOWER.
 * Source: ReplicationControlManager.handleAssignReplicasToDirs.
 */
export function assignReplicasToDirs(
  parts: ControllerParts,
  request: AssignReplicasToDirsRequest,
): ControllerResult<AssignReplicasToDirsResponse> {
  const { brokerId, brokerEpoch } = request;
  if (!supportsDirectoryAssignment(parts.features.metadataVersion)) {
    return refused(errors.UNSUPPORTED_VERSION, 'Directory assignment is not supported yet.');
  }
  const stale = parts.cluster.checkBrokerEpoch(brokerId, brokerEpoch);
  if (stale !== null) return stale;
  const records: MetadataRecord[] = [];
  const offline = new Map<string, TopicIdPartition>();
  const directories = request.directories.map(({ id, topics }) => {
    const isOnline = parts.cluster.hasOnlineDirectory(brokerId, id);
    const topicAnswers = topics.map(({ topicId, partitions }) => {
      const answers = partitions.map(({ partitionIndex }) => {
        const where = { topicId, partitionId: partitionIndex };
        const outcome = assignOne(parts, where, { brokerId, directory: id });
        records.push(...outcome.records);
        if (outcome.errorCode === errors.NONE && !isOnline) offline.set(`${topicId}/${String(partitionIndex)}`, where);
        return { partitionIndex, errorCode: outcome.errorCode };
      });
      return { topicId, partitions: answers };
    });
    return { id, topics: topicAnswers };
  });
  records.push(...leaderAndIsrUpdates(parts, { brokerToRemove: brokerId }, offline.values()));
  return decided(records, { throttleTimeMs: 0, errorCode: errors.NONE, directories });
}

function assignOne(
  parts: ControllerParts,
  where: TopicIdPartition,
  directory: { readonly brokerId: number; readonly directory: string },
): { readonly errorCode: number; readonly records: readonly MetadataRecord[] } {
  if (parts.replication.topic(where.topicId) === undefined) return { errorCode: errors.UNKNOWN_TOPIC_ID, records: [] };
  const found = findPartition(parts, where);
  if (found === null) return { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION, records: [] };
  if (!found.partition.replicas.includes(directory.brokerId)) return { errorCode: errors.NOT_LEADER_OR_FOLLOWER, records: [] };
  const record = changePartition(parts, found, { directory });
  return { errorCode: errors.NONE, records: record === null ? [] : [record] };
}
