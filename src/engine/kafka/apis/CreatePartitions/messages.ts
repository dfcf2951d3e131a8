/** Field names as in CreatePartitionsRequest.json (v3). */
export interface CreatePartitionsTopic {
  readonly name: string;
  /** The number of partitions there shall be. */
  readonly count: number;
  /** Replicas of the new partitions; null leaves them to the controller. */
  readonly assignments: readonly { readonly brokerIds: readonly number[] }[] | null;
}

/** Field names as in CreatePartitionsRequest.json. */
export interface CreatePartitionsRequest {
  readonly topics: readonly CreatePartitionsTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}

/** What became of one topic. */
export interface CreatePartitionsTopicResult {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** Field names as in CreatePartitionsResponse.json. */
export interface CreatePartitionsResponse {
  readonly throttleTimeMs: number;
  readonly results: readonly CreatePartitionsTopicResult[];
}
