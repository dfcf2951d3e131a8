/** Field names as in AlterPartitionRequest.json (v3). */
export interface AlterPartitionRequest {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly topics: readonly {
    readonly topicId: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly leaderEpoch: number;
      readonly newIsrWithEpochs: readonly { readonly brokerId: number; readonly brokerEpoch: number }[];
      /** 0 RECOVERED, 1 RECOVERING. */
      readonly leaderRecoveryState: number;
      readonly partitionEpoch: number;
    }[];
  }[];
}

/** What the controller answers for one partition. */
export interface AlterPartitionResponsePartition {
  readonly partitionIndex: number;
  readonly errorCode: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly leaderRecoveryState: number;
  readonly partitionEpoch: number;
}

/** Field names as in AlterPartitionResponse.json. */
export interface AlterPartitionResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly topics: readonly { readonly topicId: string; readonly partitions: readonly AlterPartitionResponsePartition[] }[];
}
