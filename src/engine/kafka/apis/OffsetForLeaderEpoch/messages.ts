/** Field names as in OffsetForLeaderEpochRequest.json. */
export interface OffsetForLeaderEpochRequest {
  /** -1 for a consumer. */
  readonly replicaId: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly currentLeaderEpoch: number; readonly leaderEpoch: number }[];
  }[];
}

export interface EpochEndOffset {
  readonly partition: number;
  readonly errorCode: number;
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

export interface OffsetForLeaderEpochResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly EpochEndOffset[] }[];
}
