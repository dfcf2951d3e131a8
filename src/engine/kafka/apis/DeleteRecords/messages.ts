/** Field names as in DeleteRecordsRequest.json (v2). */
export interface DeleteRecordsRequest {
  readonly topics: readonly {
    readonly name: string;
    /** `offset`: the first that stays; -1 is the high watermark. */
    readonly partitions: readonly { readonly partitionIndex: number; readonly offset: number }[];
  }[];
  readonly timeoutMs: number;
}

/** What became of one partition. */
export interface DeleteRecordsPartitionResult {
  readonly partitionIndex: number;
  /** The smallest log start among the live replicas; -1 on an error. */
  readonly lowWatermark: number;
  readonly errorCode: number;
}

/** Field names as in DeleteRecordsResponse.json. */
export interface DeleteRecordsResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly DeleteRecordsPartitionResult[] }[];
}
