import type { ListOffsetsRequest, ListOffsetsResponse } from '../../apis/ListOffsets/messages.ts';
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../../apis/OffsetForLeaderEpoch/messages.ts';
import { errors } from '../../errors.ts';
import type { PartitionLookup } from '../delayed-operations.ts';
import { fetchOffsetForTimestamp, lastOffsetForLeaderEpoch } from '../partition-read.ts';

/** Answers a follower's ListOffsets. */
export function listOffsets(leader: PartitionLookup, request: ListOffsetsRequest): ListOffsetsResponse {
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, timestamp, currentLeaderEpoch }) => {
      const none = { partitionIndex, timestamp: -1, offset: -1, leaderEpoch: -1 };
      const partition = leader.partitionOrError(`${name}-${String(partitionIndex)}`);
      if (typeof partition === 'number') return { ...none, errorCode: partition };
      const asked = { isolationLevel: null, currentLeaderEpoch, fetchOnlyFromLeader: true };
      const result = fetchOffsetForTimestamp(partition, timestamp, asked);
      if (result.kind === 'error') return { ...none, errorCode: result.errorCode };
      return { ...none, errorCode: errors.NONE, offset: result.timestampAndOffset?.offset ?? -1 };
    }),
  }));
  return { throttleTimeMs: 0, topics };
}

/** Answers a follower's OffsetForLeaderEpoch. */
export function epochEnds(leader: PartitionLookup, request: OffsetForLeaderEpochRequest): OffsetForLeaderEpochResponse {
  const topics = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition: index, currentLeaderEpoch, leaderEpoch }) => {
      const partition = leader.partitionOrError(`${topic}-${String(index)}`);
      const end = typeof partition === 'number'
        ? { errorCode: partition, leaderEpoch: -1, endOffset: -1 }
        : lastOffsetForLeaderEpoch(partition, currentLeaderEpoch, leaderEpoch, true);
      return { partition: index, ...end };
    }),
  }));
  return { throttleTimeMs: 0, topics };
}
