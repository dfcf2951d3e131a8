/** Field names as in AlterPartitionReassignmentsRequest.json (v1). */
export interface ReassignablePartition {
  readonly partitionIndex: number;
  /** The target replicas; null cancels a running reassignment. */
  readonly replicas: readonly number[] | null;
}

export interface AlterPartitionReassignmentsRequest {
  readonly timeoutMs: number;
  readonly allowReplicationFactorChange: boolean;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly ReassignablePartition[] }[];
}

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
