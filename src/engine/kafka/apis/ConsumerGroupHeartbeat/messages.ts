/** Partitions of one topic. */
export interface TopicPartitionsField {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

/** Field names as in ConsumerGroupHeartbeatRequest.json (v1). Null, or -1 for the timeout: as said before. */
export interface ConsumerGroupHeartbeatRequest {
  readonly groupId: string;
  readonly memberId: string;
  /** 0 joins, -1 leaves, -2 leaves for a while. */
  readonly memberEpoch: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly rebalanceTimeoutMs: number;
  readonly subscribedTopicNames: readonly string[] | null;
  readonly subscribedTopicRegex: string | null;
  readonly serverAssignor: string | null;
  readonly topicPartitions: readonly TopicPartitionsField[] | null;
}

/** Field names as in ConsumerGroupHeartbeatResponse.json. `assignment` null: as answered before. */
export interface ConsumerGroupHeartbeatResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly memberId: string | null;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  readonly assignment: { readonly topicPartitions: readonly TopicPartitionsField[] } | null;
}
