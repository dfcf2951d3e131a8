import type { ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse } from '../apis/ListOffsets/messages.ts';
import type { EpochEndOffset, OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../apis/OffsetForLeaderEpoch/messages.ts';
import { errors } from '../errors.ts';
import { fetchOffsetForTimestamp, lastOffsetForLeaderEpoch } from './partition-read.ts';
import type { ReplicaManager } from './replica-manager.ts';

/** -1 on the wire says that the client does not know the epoch. */
const epochOrNull = (epoch: number): number | null => (epoch < 0 ? null : epoch);
const consumerReplicaId = -1;

/** Finds offsets by time. Source: ReplicaManager.fetchOffset, KafkaApis.handleListOffsetRequest. */
export function handleListOffsets(manager: ReplicaManager, body: object): ListOffsetsResponse {
  const request = body as ListOffsetsRequest;
  const isolation = request.replicaId !== consumerReplicaId ? null : request.isolationLevel === 1 ? 'READ_COMMITTED' : 'READ_UNCOMMITTED';
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((asked): ListOffsetsPartitionResponse => {
      const { partitionIndex } = asked;
      const none = { partitionIndex, timestamp: -1, offset: -1, leaderEpoch: -1 };
      const partition = manager.partitionOrError(`${name}-${String(partitionIndex)}`);
      if (typeof partition === 'number') return { ...none, errorCode: partition };
      const result = fetchOffsetForTimestamp(partition, asked.timestamp, {
        isolationLevel: isolation,
        currentLeaderEpoch: epochOrNull(asked.currentLeaderEpoch),
        fetchOnlyFromLeader: true,
      });
      if (result.kind === 'error') return { ...none, errorCode: result.errorCode };
      const found = result.timestampAndOffset;
      // A record by time is only told while it can be fetched.
      const isBeyond = found !== null && result.lastFetchableOffset !== null && found.offset >= result.lastFetchableOffset;
      if (found === null || isBeyond) return { ...none, errorCode: isBeyond ? (result.error?.errorCode ?? errors.NONE) : errors.NONE };
      return {
        partitionIndex,
        errorCode: errors.NONE,
        timestamp: found.timestamp,
        offset: found.offset,
        leaderEpoch: found.leaderEpoch ?? -1,
      };
    }),
  }));
  return { throttleTimeMs: 0, topics };
}

/** Where epochs end. Source: ReplicaManager.lastOffsetForLeaderEpoch. */
export function handleOffsetForLeaderEpoch(manager: ReplicaManager, body: object): OffsetForLeaderEpochResponse {
  const request = body as OffsetForLeaderEpochRequest;
  const topics = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((asked): EpochEndOffset => {
      const partition = manager.partitionOrError(`${topic}-${String(asked.partition)}`);
      if (typeof partition === 'number') return { partition: asked.partition, errorCode: partition, leaderEpoch: -1, endOffset: -1 };
      const end = lastOffsetForLeaderEpoch(partition, epochOrNull(asked.currentLeaderEpoch), asked.leaderEpoch, true);
      return { partition: asked.partition, ...end };
    }),
  }));
  return { throttleTimeMs: 0, topics };
}
