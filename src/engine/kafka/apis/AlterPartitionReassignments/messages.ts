/** Field names as in AlterPartitionReassignmentsRequest.json (v1). */
export interface ReassignablePartition {
  readonly partitionIndex: number;
  /** The target replicas; null cancels a running reassignment. */
  readonly replicas: readonly number[] | null;
}

/** Field names as in AlterPartitionReassignmentsRequest.json. */
export interface AlterPartitionReassignmentsRequest {
  readonly timeoutMs: number;
  readonly allowReplicationFactorChange: boolean;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly ReassignablePartition[] }[];
}

/** Field names as in AlterPartitionReassignmentsResponse.json. */
export interface AlterPartitionReassignmentsResponse {
  readonly throttleTimeMs: number;
  readonly allowReplicationFactorChange: boolean;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly responses: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number; readonly errorMessage: string | null }[];
  }[];
}
