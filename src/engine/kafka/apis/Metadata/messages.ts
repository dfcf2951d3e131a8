/** Field names as in MetadataRequest.json; `topics` null asks for all. */
export interface MetadataRequest {
  readonly topics: readonly { readonly name: string }[] | null;
  readonly allowAutoTopicCreation: boolean;
}

/** What a broker knows of a partition. */
export interface MetadataResponsePartition {
  readonly errorCode: number;
  readonly partitionIndex: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicaNodes: readonly number[];
  readonly isrNodes: readonly number[];
  readonly offlineReplicas: readonly number[];
}

/** What a broker knows of a topic. */
export interface MetadataResponseTopic {
  readonly errorCode: number;
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly MetadataResponsePartition[];
}

/** Field names as in MetadataResponse.json. */
export interface MetadataResponse {
  readonly throttleTimeMs: number;
  readonly brokers: readonly { readonly nodeId: number; readonly rack: string | null }[];
  readonly clusterId: string;
  readonly controllerId: number;
  readonly topics: readonly MetadataResponseTopic[];
}
