import type { RecordBatch } from '../../log/record-batch.ts';

/** What a fetch says of one partition. */
export interface FetchPartition {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  readonly logStartOffset: number;
  readonly partitionMaxBytes: number;
  /** The high watermark that the follower has (KIP-1166), -1 when not sent. */
  readonly highWatermark: number;
}

/** Field names as in FetchRequest.json (v18 meaning; topics by id and name). */
export interface FetchRequest {
  /** -1 for a consumer. */
  readonly replicaId: number;
  readonly replicaEpoch: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** 0 read_uncommitted, 1 read_committed. */
  readonly isolationLevel: number;
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly topics: readonly { readonly topic: string; readonly topicId: string; readonly partitions: readonly FetchPartition[] }[];
  readonly forgottenTopicsData: readonly { readonly topic: string; readonly topicId: string; readonly partitions: readonly number[] }[];
  readonly rackId: string;
}

/** What a broker answers for one partition. */
export interface FetchPartitionResponse {
  readonly partitionIndex: number;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly abortedTransactions: readonly { readonly producerId: number; readonly firstOffset: number }[] | null;
  /** Where the follower's log parts from the leader's (KIP-595); absent when it does not. */
  readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number } | null;
  readonly currentLeader: { readonly leaderId: number; readonly leaderEpoch: number } | null;
  readonly preferredReadReplica: number;
  readonly records: readonly RecordBatch[];
}

/** Field names as in FetchResponse.json. */
export interface FetchResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topic: string;
    readonly topicId: string;
    readonly partitions: readonly FetchPartitionResponse[];
  }[];
}
