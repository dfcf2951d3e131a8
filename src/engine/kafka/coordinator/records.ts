import type { Payload } from './embedded-protocol.ts';

/** Partitions of one topic, as the records list them. */
export interface RecordTopicPartitions {
  readonly topicId: string;
  readonly partitions: readonly number[];
  /** The epoch at which each partition was assigned (since 4.3). */
  readonly assignmentEpochs?: readonly number[];
}

/** Field names as in GroupMetadataValue.json. */
export interface GroupMetadataValue {
  readonly protocolType: string;
  readonly generation: number;
  readonly protocol: string | null;
  readonly leader: string | null;
  readonly currentStateTimestamp: number;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly clientId: string;
    readonly clientHost: string;
    readonly rebalanceTimeout: number;
    readonly sessionTimeout: number;
    readonly subscription: Payload;
    readonly assignment: Payload;
  }[];
}

/** Field names as in OffsetCommitValue.json; expireTimestamp -1 when there is none, topicId null when it is not known. */
export interface OffsetCommitValue {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestamp: number;
  readonly expireTimestamp: number;
  readonly topicId: string | null;
}

/** What a member of a consumer group that speaks the classic protocol has said. */
export interface ClassicMemberMetadata {
  readonly sessionTimeoutMs: number;
  readonly supportedProtocols: readonly { readonly name: string; readonly metadata: Payload }[];
}

/** Field names as in ConsumerGroupMemberMetadataValue.json. */
export interface ConsumerGroupMemberMetadataValue {
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: readonly string[];
  readonly subscribedTopicRegex: string | null;
  readonly rebalanceTimeoutMs: number;
  readonly serverAssignor: string | null;
  readonly classicMemberMetadata: ClassicMemberMetadata | null;
}

/** Field names as in ConsumerGroupCurrentMemberAssignmentValue.json. */
export interface CurrentMemberAssignmentValue {
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: number;
  readonly assignedPartitions: readonly RecordTopicPartitions[];
  readonly partitionsPendingRevocation: readonly RecordTopicPartitions[];
}

/** A record of `__consumer_offsets`; value null is a tombstone. Source: CoordinatorRecord, CoordinatorRecordType. */
export type CoordinatorRecord =
  | { readonly kind: 'OFFSET_COMMIT'; readonly key: OffsetCommitKey; readonly value: OffsetCommitValue | null }
  | { readonly kind: 'GROUP_METADATA'; readonly key: { readonly group: string }; readonly value: GroupMetadataValue | null }
  | {
      readonly kind: 'CONSUMER_GROUP_METADATA';
      readonly key: GroupKey;
      readonly value: { readonly epoch: number; readonly metadataHash: bigint } | null;
    }
  | { readonly kind: 'CONSUMER_GROUP_PARTITION_METADATA'; readonly key: GroupKey; readonly value: null }
  | { readonly kind: 'CONSUMER_GROUP_MEMBER_METADATA'; readonly key: MemberKey; readonly value: ConsumerGroupMemberMetadataValue | null }
  | {
      readonly kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA';
      readonly key: GroupKey;
      readonly value: { readonly assignmentEpoch: number; readonly assignmentTimestamp: number } | null;
    }
  | {
      readonly kind: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER';
      readonly key: MemberKey;
      readonly value: { readonly topicPartitions: readonly RecordTopicPartitions[] } | null;
    }
  | {
      readonly kind: 'CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT';
      readonly key: MemberKey;
      readonly value: CurrentMemberAssignmentValue | null;
    }
  | {
      readonly kind: 'CONSUMER_GROUP_REGULAR_EXPRESSION';
      readonly key: { readonly groupId: string; readonly regularExpression: string };
      readonly value: { readonly topics: readonly string[]; readonly version: number; readonly timestamp: number } | null;
    };

/** The key of an offset commit. */
export interface OffsetCommitKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** The key of what concerns a consumer group as a whole. */
export interface GroupKey {
  readonly groupId: string;
}

/** The key of what concerns one member of a consumer group. */
export interface MemberKey {
  readonly groupId: string;
  readonly memberId: string;
}

/** The api key of each record type in `__consumer_offsets`. Source: CoordinatorRecordType. */
export const recordTypeIds: Readonly<Record<CoordinatorRecord['kind'], number>> = {
  OFFSET_COMMIT: 1,
  GROUP_METADATA: 2,
  CONSUMER_GROUP_METADATA: 3,
  CONSUMER_GROUP_PARTITION_METADATA: 4,
  CONSUMER_GROUP_MEMBER_METADATA: 5,
  CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA: 6,
  CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER: 7,
  CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT: 8,
  CONSUMER_GROUP_REGULAR_EXPRESSION: 16,
};

/** The version in which a record's value is written. Source: GroupCoordinatorRecordHelpers. */
export function recordValueVersion(record: CoordinatorRecord): number {
  if (record.kind === 'GROUP_METADATA') return 3;
  if (record.kind !== 'OFFSET_COMMIT') return 0;
  // Only version 1 can carry an expiry of its own; version 4 the topic id.
  return record.value !== null && record.value.expireTimestamp !== -1 ? 1 : 4;
}

/** The tombstone of an offset. */
export function offsetTombstone(group: string, topic: string, partition: number): CoordinatorRecord {
  return { kind: 'OFFSET_COMMIT', key: { group, topic, partition }, value: null };
}
