import { State } from '../../../kernel/state.ts';
import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { partitionName } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';

/** Whether members give up all partitions before a rebalance, or keep them until told otherwise. */
export type RebalanceProtocol = 'EAGER' | 'COOPERATIVE';

/** What an assignor adds to a member's subscription, understood by the same assignor in the leader. */
export type SubscriptionUserData =
  | { readonly kind: 'sticky'; readonly partitions: readonly PartitionName[]; readonly generation: number | null }
  | { readonly kind: 'cooperative-sticky'; readonly generation: number };

/** What a member tells the leader when it joins. Source: ConsumerPartitionAssignor.Subscription. */
export interface MemberSubscription {
  readonly topics: readonly string[];
  readonly ownedPartitions: readonly PartitionName[];
  /** Of the last generation that it was in; null in old versions of the protocol. */
  readonly generationId: number | null;
  readonly rackId: string | null;
  readonly groupInstanceId: string | null;
  readonly userData: SubscriptionUserData | null;
}

/** Topics with the racks of each partition's replicas; topics without metadata are absent. */
export type PartitionsPerTopic = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Members with what they subscribed to, in the order of Java's map: `inMemberHashOrder`. */
export type MemberSubscriptions = ReadonlyMap<string, MemberSubscription>;

/** Partitions by member. */
export type Assignments = Map<string, PartitionName[]>;

/** Divides partitions among the members of a group; runs in the member that leads it. Source: ConsumerPartitionAssignor. */
export abstract class Assignor extends State {
  abstract readonly name: string;
  abstract readonly supportedProtocols: readonly RebalanceProtocol[];

  abstract assign(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions): Assignments;

  /** What this member tells the leader's assignor. */
  subscriptionUserData(): SubscriptionUserData | null {
    return null;
  }

  /** This member was given partitions. */
  onAssignment(_partitions: readonly PartitionName[], _generation: number): void {
    // Most assignors remember nothing.
  }
}

/** Members in the order in which a Java HashMap of member ids iterates: ties between them are broken by it. */
export function inMemberHashOrder(memberIds: readonly string[]): string[] {
  return javaHashMapOrder(memberIds, javaStringHash);
}

/** Static members by instance id first, then dynamic ones by member id. Source: AbstractPartitionAssignor.MemberInfo. */
export function compareMembers(a: MemberInfo, b: MemberInfo): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compareText(a.groupInstanceId, b.groupInstanceId);
  if (a.groupInstanceId !== null) return -1;
  return b.groupInstanceId === null ? compareText(a.memberId, b.memberId) : 1;
}

/** A member as assignors sort it. */
export interface MemberInfo {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** String.compareTo: by UTF-16 code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All partitions of a topic. */
export function partitionsOf(topic: string, count: number): PartitionName[] {
  return Array.from({ length: count }, (_, partition) => partitionName(topic, partition));
}

/** The rack of a member; null when it names none. */
export function rackOf(subscription: MemberSubscription | undefined): string | null {
  const rackId = subscription?.rackId ?? null;
  return rackId === '' ? null : rackId;
}

/**
 * Whether racks should decide: not when no consumer is near any replica, and not when every partition has replicas in all racks anyway.
 * Source: AbstractPartitionAssignor.useRackAwareAssignment.
 */
export function usesRacks(consumerRacks: ReadonlySet<string>, racksPerPartition: readonly ReadonlySet<string>[]): boolean {
  const partitionRacks = new Set<string>();
  for (const racks of racksPerPartition) for (const rack of racks) partitionRacks.add(rack);
  if (![...consumerRacks].some((rack) => partitionRacks.has(rack))) return false;
  return racksPerPartition.some((racks) => racks.size !== partitionRacks.size);
}
