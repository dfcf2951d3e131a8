import type { RecordBatch } from '../../log/record-batch.ts';

/** Field names as in ProduceRequest.json (v13 meaning; topics by name). */
export interface ProduceRequest {
  readonly transactionalId: string | null;
  /** -1 all in-sync replicas, 0 none, 1 the leader. */
  readonly acks: number;
  readonly timeoutMs: number;
  readonly topicData: readonly {
    readonly name: string;
    readonly topicId: string;
    /** One batch a partition, as the Java producer sends. */
    readonly partitionData: readonly { readonly index: number; readonly records: RecordBatch }[];
  }[];
}

/** What a broker answers for one partition. */
export interface PartitionProduceResponse {
  readonly index: number;
  readonly errorCode: number;
  readonly baseOffset: number;
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly recordErrors: readonly { readonly batchIndex: number; readonly batchIndexErrorMessage: string | null }[];
  readonly errorMessage: string | null;
  /** Who leads now, sent with NOT_LEADER_OR_FOLLOWER (KIP-951); -1 unknown. */
  readonly currentLeader: { readonly leaderId: number; readonly leaderEpoch: number };
}

/** Field names as in ProduceResponse.json. */
export interface ProduceResponse {
  readonly responses: readonly {
    readonly name: string;
    readonly topicId: string;
    readonly partitionResponses: readonly PartitionProduceResponse[];
  }[];
  readonly throttleTimeMs: number;
}
