/** Field names as in CreateTopicsRequest.json (v7). */
export interface CreatableTopic {
  readonly name: string;
  /** -1: num.partitions of the controller, or as the assignments say. */
  readonly numPartitions: number;
  /** -1: default.replication.factor of the controller, or as the assignments say. */
  readonly replicationFactor: number;
  readonly assignments: readonly { readonly partitionIndex: number; readonly brokerIds: readonly number[] }[];
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
}

/** Field names as in CreateTopicsRequest.json. */
export interface CreateTopicsRequest {
  readonly topics: readonly CreatableTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}

/** What became of one topic. */
export interface CreatableTopicResult {
  readonly name: string;
  readonly topicId: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configs: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly readOnly: boolean;
    readonly configSource: number;
    readonly isSensitive: boolean;
  }[];
}

/** Field names as in CreateTopicsResponse.json. */
export interface CreateTopicsResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly CreatableTopicResult[];
}
