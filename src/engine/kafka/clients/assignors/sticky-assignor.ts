import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { topicOf } from '../consumer/topic-partition.ts';
import type { PartitionName } from '../consumer/topic-partition.ts';
import { Assignor } from './assignor.ts';
import type {
  Assignments,
  MemberSubscription,
  MemberSubscriptions,
  PartitionsPerTopic,
  RebalanceProtocol,
  SubscriptionUserData,
} from './assignor.ts';
import { ConstrainedAssignment } from './constrained-assignment.ts';
import { GeneralAssignment } from './general-assignment.ts';
import { RackInfo } from './rack-info.ts';

const defaultGeneration = -1;

/** What a member had before, as it says. */
export interface MemberData {
  readonly partitions: readonly PartitionName[];
  readonly generation: number | null;
}

/** An assignment, and partitions that go from one member to another (null: not worked out). */
export interface StickyResult {
  readonly assignments: Assignments;
  readonly transferring: ReadonlyMap<PartitionName, string> | null;
}

/** Keeps the balance first, and what members had second. Source: AbstractStickyAssignor. */
abstract class AbstractStickyAssignor extends Assignor {
  /** The newest generation that a member ever named: older claims yield to newer ones. */
  private maxGeneration = defaultGeneration;

  protected abstract memberData(subscription: MemberSubscription): MemberData;

  protected assignSticky(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions): StickyResult {
    const rackInfo = new RackInfo(partitionsPerTopic, subscriptions);
    const data = new Map([...subscriptions].map(([memberId, subscription]) => [memberId, this.memberData(subscription)]));
    const { owned, doublyClaimed } = this.ownedPartitions(partitionsPerTopic, subscriptions, data);
    if (hasEqualSubscriptions(subscriptions)) {
      const builder = new ConstrainedAssignment({ partitionsPerTopic, rackInfo, owned, doublyClaimed });
      return { assignments: builder.build(), transferring: builder.transferring };
    }
    const builder = new GeneralAssignment({ partitionsPerTopic, rackInfo, owned, subscriptions });
    return { assignments: builder.build(data, this.maxGeneration), transferring: null };
  }

  /** What each member may keep: of two claims the newer generation wins, and of the same generation nobody. */
  private ownedPartitions(
    partitionsPerTopic: PartitionsPerTopic,
    subscriptions: MemberSubscriptions,
    data: ReadonlyMap<string, MemberData>,
  ): { owned: Assignments; doublyClaimed: Set<PartitionName> } {
    const owned: Assignments = new Map();
    const doublyClaimed = new Set<PartitionName>();
    const owners = new Map<PartitionName, string>();
    for (const consumer of subscriptions.keys()) {
      const memberData = data.get(consumer);
      const generation = memberData?.generation ?? defaultGeneration;
      this.maxGeneration = Math.max(this.maxGeneration, generation);
      const own: PartitionName[] = [];
      owned.set(consumer, own);
      for (const partition of memberData?.partitions ?? []) {
        if (!partitionsPerTopic.has(topicOf(partition))) continue;
        const other = owners.get(partition);
        const otherGeneration = other === undefined ? defaultGeneration : (subscriptions.get(other)?.generationId ?? defaultGeneration);
        if (other !== undefined && generation < otherGeneration) continue;
        if (other !== undefined) removeFrom(owned.get(other), partition);
        if (other !== undefined && generation === otherGeneration) doublyClaimed.add(partition);
        else own.push(partition);
        owners.set(partition, consumer);
      }
    }
    return { owned, doublyClaimed };
  }
}

/** Sticky under the eager protocol: members say what they had in user data, since they have given it up. Source: StickyAssignor. */
export class StickyAssignor extends AbstractStickyAssignor {
  readonly name = 'sticky';
  readonly supportedProtocols: readonly RebalanceProtocol[] = ['EAGER'];
  private memberAssignment: readonly PartitionName[] | null = null;
  private generation = defaultGeneration;

  assign(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions): Assignments {
    return this.assignSticky(partitionsPerTopic, subscriptions).assignments;
  }

  override subscriptionUserData(): SubscriptionUserData | null {
    return this.memberAssignment === null ? null : stickyUserData(this.memberAssignment, this.generation);
  }

  override onAssignment(partitions: readonly PartitionName[], generation: number): void {
    this.memberAssignment = partitions;
    this.generation = generation;
  }

  protected memberData({ userData }: MemberSubscription): MemberData {
    if (userData?.kind !== 'sticky') return { partitions: [], generation: null };
    return { partitions: userData.partitions, generation: userData.generation };
  }
}

/** What a sticky member tells: its partitions, topic by topic in the order of Java's map. */
export function stickyUserData(partitions: readonly PartitionName[], generation: number): SubscriptionUserData {
  const byTopic = new Map<string, PartitionName[]>();
  for (const partition of partitions) {
    const topic = topicOf(partition);
    const ofTopic = byTopic.get(topic) ?? [];
    ofTopic.push(partition);
    byTopic.set(topic, ofTopic);
  }
  const topics = javaHashMapOrder([...byTopic.keys()], javaStringHash);
  return { kind: 'sticky', partitions: topics.flatMap((topic) => byTopic.get(topic) ?? []), generation };
}

/**
 * Sticky under the cooperative protocol: a partition that changes hands is given to nobody in this round, so that its old owner can
 * let go of it first; a second round gives it away. Source: CooperativeStickyAssignor (KIP-429).
 */
export class CooperativeStickyAssignor extends AbstractStickyAssignor {
  readonly name = 'cooperative-sticky';
  readonly supportedProtocols: readonly RebalanceProtocol[] = ['COOPERATIVE', 'EAGER'];
  private generation = defaultGeneration;

  assign(partitionsPerTopic: PartitionsPerTopic, subscriptions: MemberSubscriptions): Assignments {
    const { assignments, transferring } = this.assignSticky(partitionsPerTopic, subscriptions);
    for (const [partition, consumer] of transferring ?? transferringOf(subscriptions, assignments))
      removeFrom(assignments.get(consumer), partition);
    return assignments;
  }

  override subscriptionUserData(): SubscriptionUserData {
    return { kind: 'cooperative-sticky', generation: this.generation };
  }

  override onAssignment(_partitions: readonly PartitionName[], generation: number): void {
    this.generation = generation;
  }

  protected memberData({ ownedPartitions, generationId, userData }: MemberSubscription): MemberData {
    const told = userData?.kind === 'cooperative-sticky' ? userData.generation : null;
    return { partitions: ownedPartitions, generation: generationId ?? told };
  }
}

function transferringOf(subscriptions: MemberSubscriptions, assignments: Assignments): Map<PartitionName, string> {
  const added = new Map<PartitionName, string>();
  const revoked = new Set<PartitionName>();
  for (const [consumer, assigned] of assignments) {
    const owned = new Set(subscriptions.get(consumer)?.ownedPartitions ?? []);
    const kept = new Set(assigned);
    for (const partition of assigned) if (!owned.has(partition)) added.set(partition, consumer);
    for (const partition of owned) if (!kept.has(partition)) revoked.add(partition);
  }
  return new Map([...added].filter(([partition]) => revoked.has(partition)));
}

function hasEqualSubscriptions(subscriptions: MemberSubscriptions): boolean {
  let first: ReadonlySet<string> = new Set();
  for (const { topics } of subscriptions.values()) {
    if (first.size === 0) first = new Set(topics);
    else if (topics.length !== first.size || topics.some((topic) => !first.has(topic))) return false;
  }
  return true;
}

function removeFrom(list: PartitionName[] | undefined, partition: PartitionName): void {
  const index = list?.indexOf(partition) ?? -1;
  if (index >= 0) list?.splice(index, 1);
}
