/** Field names as in AssignReplicasToDirsRequest.json (v0): a broker says in which directories its replicas are. */
export interface AssignReplicasToDirsRequest {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly directories: readonly {
    readonly id: string;
    readonly topics: readonly { readonly topicId: string; readonly partitions: readonly { readonly partitionIndex: number }[] }[];
  }[];
}

/** Field names as in AssignReplicasToDirsResponse.json. */
export interface AssignReplicasToDirsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly directories: readonly {
    readonly id: string;
    readonly topics: readonly {
      readonly topicId: string;
      readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
    }[];
  }[];
}
