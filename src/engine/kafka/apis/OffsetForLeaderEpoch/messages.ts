/** Field names as in OffsetForLeaderEpochRequest.json. */
export interface OffsetForLeaderEpochRequest {
  /** -1 for a consumer. */
  readonly replicaId: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly currentLeaderEpoch: number; readonly leaderEpoch: number }[];
  }[];
}

/** Where an epoch ends, for one partition. */
export interface EpochEndOffset {
  readonly partition: number;
  readonly errorCode: number;
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/** Field names as in OffsetForLeaderEpochResponse.json. */
export interface OffsetForLeaderEpochResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly EpochEndOffset[] }[];
}
