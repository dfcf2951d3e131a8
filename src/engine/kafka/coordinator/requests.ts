import type { Payload } from './embedded-protocol.ts';

/** Field names as in JoinGroupRequest.json. */
export interface JoinGroupData {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string;
  readonly protocols: readonly { readonly name: string; readonly metadata: Payload }[];
}

/** Field names as in SyncGroupRequest.json. */
export interface SyncGroupData {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Payload }[];
}

/** Field names as in HeartbeatRequest.json. */
export interface HeartbeatData {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** Field names as in LeaveGroupRequest.json (v3 and later; an earlier request names one member). */
export interface LeaveGroupData {
  readonly groupId: string;
  readonly members: readonly { readonly memberId: string; readonly groupInstanceId: string | null }[];
}

/** Field names as in OffsetCommitRequest.json. */
export interface OffsetCommitData {
  readonly groupId: string;
  readonly generationIdOrMemberEpoch: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** -1: as the broker has it. */
  readonly retentionTimeMs: number;
  readonly topics: readonly OffsetCommitTopic[];
}

/** One topic of an offset commit, by name and id. */
export interface OffsetCommitTopic {
  readonly name: string;
  /** null: not known. */
  readonly topicId: string | null;
  readonly partitions: readonly OffsetCommitPartition[];
}

/** One partition of an offset commit. */
export interface OffsetCommitPartition {
  readonly partitionIndex: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly committedMetadata: string | null;
}

/** Field names as in TxnOffsetCommitRequest.json. */
export interface TxnOffsetCommitData {
  readonly transactionalId: string;
  readonly groupId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly topics: readonly OffsetCommitTopic[];
}

/** One group of an OffsetFetchRequest. `topics` null asks for all. */
export interface OffsetFetchGroupData {
  readonly groupId: string;
  readonly memberId: string | null;
  readonly memberEpoch: number;
  readonly topics:
    readonly { readonly name: string; readonly topicId: string | null; readonly partitionIndexes: readonly number[] }[] | null;
}

/** Field names as in OffsetDeleteRequest.json. */
export interface OffsetDeleteData {
  readonly groupId: string;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly partitionIndex: number }[] }[];
}

/** Field names as in ConsumerGroupHeartbeatRequest.json. */
export interface ConsumerGroupHeartbeatData {
  readonly groupId: string;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  /** -1: as said before. */
  readonly rebalanceTimeoutMs: number;
  readonly subscribedTopicNames: readonly string[] | null;
  readonly subscribedTopicRegex: string | null;
  readonly serverAssignor: string | null;
  /** What the member owns; null: as said before. */
  readonly topicPartitions: readonly OwnedPartitions[] | null;
}

/** Partitions of one topic that a member owns. */
export interface OwnedPartitions {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

/** Every request that the coordinator takes. */
export type CoordinatorRequest =
  | { readonly api: 'JoinGroup'; readonly data: JoinGroupData }
  | { readonly api: 'SyncGroup'; readonly data: SyncGroupData }
  | { readonly api: 'Heartbeat'; readonly data: HeartbeatData }
  | { readonly api: 'LeaveGroup'; readonly data: LeaveGroupData }
  | { readonly api: 'OffsetCommit'; readonly data: OffsetCommitData }
  | { readonly api: 'TxnOffsetCommit'; readonly data: TxnOffsetCommitData }
  | { readonly api: 'OffsetFetch'; readonly data: OffsetFetchGroupData; readonly requireStable: boolean }
  | { readonly api: 'OffsetDelete'; readonly data: OffsetDeleteData }
  | { readonly api: 'DeleteGroups'; readonly data: { readonly groupsNames: readonly string[] } }
  | { readonly api: 'ListGroups'; readonly data: { readonly statesFilter: readonly string[]; readonly typesFilter: readonly string[] } }
  | { readonly api: 'DescribeGroups'; readonly data: { readonly groups: readonly string[] } }
  | { readonly api: 'ConsumerGroupDescribe'; readonly data: { readonly groupIds: readonly string[] } }
  | { readonly api: 'ConsumerGroupHeartbeat'; readonly data: ConsumerGroupHeartbeatData };
