import type {
  ClassicMemberMetadata,
  ConsumerGroupMemberMetadataValue,
  CurrentMemberAssignmentValue,
  RecordTopicPartitions,
} from '../records.ts';
import { javaHashMapOrder, javaHashSetCopyTableLength, javaIntegerHash } from '../../util/java-hash-order.ts';
import { inTopicHashOrder } from '../assignor/group-spec.ts';

/** Partitions by topic id, each with the epoch at which it was assigned. Iterates in Kafka's order. */
export type PartitionEpochs = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Source: MemberState; the numbers stand in the records. */
export const memberStates = { STABLE: 0, UNREVOKED_PARTITIONS: 1, UNRELEASED_PARTITIONS: 2, UNKNOWN: 127 } as const;

/** A member of a consumer group (KIP-848). Never changed: a change makes another. Source: ConsumerGroupMember. */
export interface ConsumerGroupMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly rebalanceTimeoutMs: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: readonly string[];
  readonly subscribedTopicRegex: string | null;
  readonly serverAssignorName: string | null;
  readonly assignedPartitions: PartitionEpochs;
  readonly partitionsPendingRevocation: PartitionEpochs;
  /** null: the member speaks the consumer protocol. */
  readonly classicMemberMetadata: ClassicMemberMetadata | null;
}

/** A member of whom nothing is known yet. Source: ConsumerGroupMember.Builder. */
export function newConsumerGroupMember(memberId: string): ConsumerGroupMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: memberStates.STABLE,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    clientId: '',
    clientHost: '',
    subscribedTopicNames: [],
    subscribedTopicRegex: '',
    serverAssignorName: null,
    assignedPartitions: new Map(),
    partitionsPendingRevocation: new Map(),
    classicMemberMetadata: null,
  };
}

/** Whether the member has all that the target of an epoch gives it, and nothing else. */
export function isReconciledTo(member: ConsumerGroupMember, targetEpoch: number): boolean {
  return member.state === memberStates.STABLE && member.memberEpoch === targetEpoch;
}

/** Whether two sets of partitions, with their epochs, are equal. */
export function isSamePartitions(a: PartitionEpochs, b: PartitionEpochs): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [topicId, partitions] of a) {
    const other = b.get(topicId);
    if (other?.size !== partitions.size) return false;
    for (const [partition, epoch] of partitions) if (other.get(partition) !== epoch) return false;
  }
  return true;
}

/** Whether two sets of names are equal. */
export function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** Whether two members are equal in everything; `isSamePayload` compares what classic members have said. */
export function isSameMember(a: ConsumerGroupMember, b: ConsumerGroupMember, isSamePayload: (a: unknown, b: unknown) => boolean): boolean {
  return (
    a.memberId === b.memberId &&
    a.memberEpoch === b.memberEpoch &&
    a.previousMemberEpoch === b.previousMemberEpoch &&
    a.state === b.state &&
    a.instanceId === b.instanceId &&
    a.rackId === b.rackId &&
    a.rebalanceTimeoutMs === b.rebalanceTimeoutMs &&
    a.clientId === b.clientId &&
    a.clientHost === b.clientHost &&
    a.subscribedTopicRegex === b.subscribedTopicRegex &&
    a.serverAssignorName === b.serverAssignorName &&
    isSameSet(a.subscribedTopicNames, b.subscribedTopicNames) &&
    isSamePartitions(a.assignedPartitions, b.assignedPartitions) &&
    isSamePartitions(a.partitionsPendingRevocation, b.partitionsPendingRevocation) &&
    isSameClassicMetadata(a.classicMemberMetadata, b.classicMemberMetadata, isSamePayload)
  );
}

function isSameClassicMetadata(
  a: ClassicMemberMetadata | null,
  b: ClassicMemberMetadata | null,
  isSamePayload: (a: unknown, b: unknown) => boolean,
): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.sessionTimeoutMs === b.sessionTimeoutMs &&
    a.supportedProtocols.length === b.supportedProtocols.length &&
    a.supportedProtocols.every((protocol, index) => {
      const other = b.supportedProtocols[index];
      return other?.name === protocol.name && isSamePayload(other.metadata, protocol.metadata);
    })
  );
}

/** What the member's metadata record says of it. */
export function withMetadata(member: ConsumerGroupMember, value: ConsumerGroupMemberMetadataValue): ConsumerGroupMember {
  const { serverAssignor, ...rest } = value;
  return { ...member, ...rest, serverAssignorName: serverAssignor };
}

/** What the member's current-assignment record says of it. */
export function withCurrentAssignment(member: ConsumerGroupMember, value: CurrentMemberAssignmentValue): ConsumerGroupMember {
  return {
    ...member,
    memberEpoch: value.memberEpoch,
    previousMemberEpoch: value.previousMemberEpoch,
    state: value.state,
    assignedPartitions: partitionEpochsOf(value.assignedPartitions, value.memberEpoch),
    partitionsPendingRevocation: partitionEpochsOf(value.partitionsPendingRevocation, value.memberEpoch),
  };
}

/** Records' lists as a map; partitions without an epoch of their own (before 4.3) count from the member's. */
export function partitionEpochsOf(topics: readonly RecordTopicPartitions[], memberEpoch: number): PartitionEpochs {
  const epochs = new Map<string, Map<number, number>>();
  for (const { topicId, partitions, assignmentEpochs } of topics) {
    epochs.set(topicId, new Map(partitions.map((partition, index) => [partition, assignmentEpochs?.[index] ?? Math.max(memberEpoch, 0)])));
  }
  return orderedPartitionEpochs(epochs);
}

/** The same partitions in the order of Kafka's hash maps. */
export function orderedPartitionEpochs(epochs: PartitionEpochs): PartitionEpochs {
  return new Map(
    inTopicHashOrder([...epochs.keys()]).map((topicId) => {
      const partitions = epochs.get(topicId) ?? new Map<number, number>();
      const order = javaHashMapOrder([...partitions.keys()], javaIntegerHash);
      return [topicId, new Map(order.map((partition) => [partition, partitions.get(partition) ?? 0]))];
    }),
  );
}

/** Partition numbers in the order of a HashSet made of their list. */
export function inPartitionHashOrder(partitions: readonly number[]): number[] {
  return javaHashMapOrder(partitions, javaIntegerHash, javaHashSetCopyTableLength(partitions.length));
}

/** A map of partitions as the records list it. */
export function recordPartitions(epochs: PartitionEpochs): readonly RecordTopicPartitions[] {
  return [...epochs].map(([topicId, partitions]) => ({
    topicId,
    partitions: [...partitions.keys()],
    assignmentEpochs: [...partitions.values()],
  }));
}
