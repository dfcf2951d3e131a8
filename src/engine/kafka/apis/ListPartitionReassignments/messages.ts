/** Field names as in ListPartitionReassignmentsRequest.json (v0). */
export interface ListPartitionReassignmentsRequest {
  readonly timeoutMs: number;
  /** Null: every running reassignment. */
  readonly topics: readonly { readonly name: string; readonly partitionIndexes: readonly number[] }[] | null;
}

/** One partition on the move. */
export interface OngoingPartitionReassignment {
  readonly partitionIndex: number;
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

/** Field names as in ListPartitionReassignmentsResponse.json. */
export interface ListPartitionReassignmentsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly OngoingPartitionReassignment[] }[];
}
