/** Field names as in ElectLeadersRequest.json (v2). */
export interface ElectLeadersRequest {
  /** 0 PREFERRED, 1 UNCLEAN. */
  readonly electionType: number;
  /** Null: every partition that there is. */
  readonly topicPartitions: readonly { readonly topic: string; readonly partitions: readonly number[] }[] | null;
  readonly timeoutMs: number;
}

/** What became of one topic's partitions. */
export interface ReplicaElectionResult {
  readonly topic: string;
  readonly partitionResult: readonly { readonly partitionId: number; readonly errorCode: number; readonly errorMessage: string | null }[];
}

/** Field names as in ElectLeadersResponse.json. */
export interface ElectLeadersResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly replicaElectionResults: readonly ReplicaElectionResult[];
}
