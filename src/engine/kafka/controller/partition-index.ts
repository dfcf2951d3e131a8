import { Shared, State } from '../../kernel/state.ts';

/** One partition of one topic. */
export interface TopicIdPartition {
  readonly topicId: string;
  readonly partitionId: number;
}

/** Partitions of one topic, each as twice its id, plus one when the broker leads it. Immutable, so that checkpoints share it. */
class PartitionList extends Shared {
  readonly entries: readonly number[];

  constructor(entries: readonly number[]) {
    super();
    this.entries = entries;
  }
}

/** Whose partitions are indexed: a broker's, or a log directory's. -1 is nobody: partitions without a leader. */
export type PartitionOwner = number | string;

/**
 * Partitions by whom they concern, so that the loss of a broker visits its own partitions and not all of them.
 * Source: BrokersToIsrs, BrokersToElrs, ReplicationControlManager.directoriesToPartitions.
 */
export class PartitionIndex extends State {
  private readonly owners = new Map<PartitionOwner, Map<string, PartitionList>>();

  add(owner: PartitionOwner, { topicId, partitionId }: TopicIdPartition, isLeader: boolean): void {
    let topics = this.owners.get(owner);
    if (topics === undefined) {
      topics = new Map();
      this.owners.set(owner, topics);
    }
    const known = topics.get(topicId)?.entries ?? [];
    topics.set(topicId, new PartitionList([...known, entryOf(partitionId, isLeader)]));
  }

  remove(owner: PartitionOwner, { topicId, partitionId }: TopicIdPartition, isLeader: boolean): void {
    const topics = this.owners.get(owner);
    const known = topics?.get(topicId);
    if (topics === undefined || known === undefined) return;
    if (known.entries.length === 1) {
      topics.delete(topicId);
      if (topics.size === 0) this.owners.delete(owner);
      return;
    }
    const removed = entryOf(partitionId, isLeader);
    const entries = known.entries.filter((entry) => entry !== removed);
    // Kafka makes the new array one shorter, whatever it drops. An entry that stood twice (a ClearElrRecord does not touch the index of
    // ELRs)
    // leaves a zero behind: partition 0 is then visited without a reason. Kept, because records differ by it.
    while (entries.length < known.entries.length - 1) entries.push(0);
    topics.set(topicId, new PartitionList(entries));
  }

  /** The owner starts or stops to lead a partition that it keeps. */
  changeLeadership(owner: PartitionOwner, { topicId, partitionId }: TopicIdPartition, isLeader: boolean): void {
    const topics = this.owners.get(owner);
    const known = topics?.get(topicId);
    if (topics === undefined || known === undefined) return;
    const target = entryOf(partitionId, !isLeader);
    const entries = known.entries.map((entry) => (entry === target ? entryOf(partitionId, isLeader) : entry));
    topics.set(topicId, new PartitionList(entries));
  }

  has(owner: PartitionOwner, { topicId, partitionId }: TopicIdPartition): boolean {
    return this.owners.get(owner)?.get(topicId)?.entries.includes(entryOf(partitionId, false)) === true;
  }

  removeTopic(owner: PartitionOwner, topicId: string): void {
    this.owners.get(owner)?.delete(topicId);
  }

  /** The owner's partitions: all, or those that it leads. */
  *partitionsOf(owner: PartitionOwner, leadersOnly = false): Generator<TopicIdPartition> {
    for (const [topicId, list] of this.owners.get(owner) ?? []) {
      for (const entry of list.entries) {
        if (!leadersOnly || entry % 2 === 1) yield { topicId, partitionId: Math.floor(entry / 2) };
      }
    }
  }

  /** Whether the owner leads anything. */
  hasLeaderships(owner: PartitionOwner): boolean {
    for (const list of this.owners.get(owner)?.values() ?? []) if (list.entries.some((entry) => entry % 2 === 1)) return true;
    return false;
  }

  /**
   * Brings the index from one member list of a partition to another; -1 as leader counts as a member that leads. Source:
   * BrokersToIsrs.update.
   */
  update(where: TopicIdPartition, before: Membership, after: Membership): void {
    const previous = membersOf(before);
    const next = membersOf(after);
    for (const member of previous) {
      if (!next.includes(member)) this.remove(member, where, member === before.leader);
      else if ((member === before.leader) !== (member === after.leader)) this.changeLeadership(member, where, member === after.leader);
    }
    for (const member of next) if (!previous.includes(member)) this.add(member, where, member === after.leader);
  }
}

/** Members of a partition's ISR or ELR. `leader` is null where leadership is not indexed. */
export interface Membership {
  readonly members: readonly number[];
  readonly leader: number | null;
}

/** Nobody: the state before a partition exists. */
export const noMembers: Membership = { members: [], leader: null };

function membersOf({ members, leader }: Membership): readonly number[] {
  return leader === -1 ? [...members, -1] : members;
}

function entryOf(partitionId: number, isLeader: boolean): number {
  return partitionId * 2 + (isLeader ? 1 : 0);
}
