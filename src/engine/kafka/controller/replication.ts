import { Entity, State } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { assert } from '../../kernel/units.ts';
import { isReservedDirectory } from '../metadata/directory-id.ts';
import { PartitionRegistration } from '../metadata/partition-registration.ts';
import { noLeader, type RecordFields } from '../metadata/records.ts';
import { firstTimelineKey, timelineTableLengthAfterPut, timelineTableLengthMin } from '../util/java-timeline-order.ts';
import { hasCollisionChars, unifyCollisionChars } from '../util/topic-name.ts';
import type { ConfigurationControl } from './configuration.ts';
import { noMembers, PartitionIndex, type TopicIdPartition } from './partition-index.ts';

/** A topic as the controller knows it; partitions by id. Source: ReplicationControlManager.TopicControlInfo. */
export class TopicControlInfo extends State {
  readonly name: string;
  readonly id: string;
  readonly parts: PartitionRegistration[] = [];
  /** How long Kafka's hash table of the partitions is by now: it decides which of them is the first. */
  private tableLength = timelineTableLengthMin;

  constructor(name: string, id: string) {
    super();
    this.name = name;
    this.id = id;
  }

  put(partitionId: number, partition: PartitionRegistration): void {
    this.tableLength = timelineTableLengthAfterPut(this.tableLength, this.parts.length);
    this.parts[partitionId] = partition;
  }

  /** The replication factor of partitions that are added: as the first partition that Kafka's table yields has it. */
  get replicationFactorOfNewPartitions(): number {
    return this.parts[firstTimelineKey(this.parts.length, this.tableLength)]?.replicas.length ?? 0;
  }
}

/**
 * Topics and partitions, from the metadata log, with indexes by broker and directory. Only replay changes anything here.
 * Source: ReplicationControlManager (the replicated part).
 */
export class ReplicationControl extends Entity {
  private readonly configuration: ConfigurationControl;
  private readonly topicIdsByName = new Map<string, string>();
  /** Names by what metrics make of them: topics whose names differ only in '.' and '_' exclude each other. */
  private readonly topicsWithCollisionChars = new Map<string, Set<string>>();
  private readonly topicsById = new Map<string, TopicControlInfo>();
  private readonly isrs = new PartitionIndex();
  private readonly elrs = new PartitionIndex();
  private readonly directories = new PartitionIndex();
  private readonly reassigning = new Map<string, readonly number[]>();
  private readonly imbalanced = new Map<string, Set<number>>();

  constructor(registry: EntityRegistry, configuration: ConfigurationControl) {
    super(registry);
    this.configuration = configuration;
  }

  topicId(name: string): string | null {
    return this.topicIdsByName.get(name) ?? null;
  }

  topic(id: string): TopicControlInfo | undefined {
    return this.topicsById.get(id);
  }

  topicByName(name: string): TopicControlInfo | undefined {
    const id = this.topicIdsByName.get(name);
    return id === undefined ? undefined : this.topicsById.get(id);
  }

  /** All topics, oldest first. */
  get topics(): Iterable<TopicControlInfo> {
    return this.topicsById.values();
  }

  partition({ topicId, partitionId }: TopicIdPartition): PartitionRegistration | undefined {
    return this.topicsById.get(topicId)?.parts[partitionId];
  }

  /** An existing topic whose name metrics cannot tell from this one. */
  collidingTopic(name: string): string | null {
    if (!hasCollisionChars(name)) return null;
    const [colliding] = this.topicsWithCollisionChars.get(unifyCollisionChars(name)) ?? [];
    return colliding ?? null;
  }

  partitionsWithBrokerInIsr(brokerId: number): Iterable<TopicIdPartition> {
    return this.isrs.partitionsOf(brokerId);
  }

  partitionsWithBrokerInElr(brokerId: number): Iterable<TopicIdPartition> {
    return this.elrs.partitionsOf(brokerId);
  }

  partitionsWithNoLeader(): Iterable<TopicIdPartition> {
    return this.isrs.partitionsOf(noLeader, true);
  }

  partitionsInDirectory(directory: string): Iterable<TopicIdPartition> {
    return this.directories.partitionsOf(directory);
  }

  hasLeaderships(brokerId: number): boolean {
    return this.isrs.hasLeaderships(brokerId);
  }

  /** Topics with a running reassignment, and which of their partitions. */
  get reassigningTopics(): ReadonlyMap<string, readonly number[]> {
    return this.reassigning;
  }

  /** Partitions that are not led by their first replica. */
  *imbalancedPartitions(): Generator<TopicIdPartition> {
    for (const [topicId, partitionIds] of this.imbalanced) for (const partitionId of partitionIds) yield { topicId, partitionId };
  }

  /** min.insync.replicas, at most the number of replicas of the topic's partition 0. Source: getTopicEffectiveMinIsr. */
  effectiveMinIsr(topic: TopicControlInfo): number {
    return Math.min(this.configuration.minInSyncReplicasOf(topic.name), topic.parts[0]?.replicas.length ?? 0);
  }

  replayTopic({ name, topicId }: RecordFields['TopicRecord']): void {
    this.touch();
    assert(!this.topicIdsByName.has(name), 'a topic is created once');
    this.topicIdsByName.set(name, topicId);
    this.topicsById.set(topicId, new TopicControlInfo(name, topicId));
    if (!hasCollisionChars(name)) return;
    const unified = unifyCollisionChars(name);
    const names = this.topicsWithCollisionChars.get(unified);
    if (names === undefined) this.topicsWithCollisionChars.set(unified, new Set([name]));
    else names.add(name);
  }

  replayPartition(record: RecordFields['PartitionRecord']): void {
    this.setPartition(record, PartitionRegistration.fromRecord(record));
  }

  replayPartitionChange(change: RecordFields['PartitionChangeRecord']): void {
    const before = this.partition(change);
    assert(before !== undefined, 'a changed partition exists');
    this.setPartition(change, before.merge(change));
  }

  replayRemoveTopic(topicId: string): void {
    this.touch();
    const topic = this.topicsById.get(topicId);
    assert(topic !== undefined, 'a removed topic exists');
    this.topicsById.delete(topicId);
    this.topicIdsByName.delete(topic.name);
    const unified = unifyCollisionChars(topic.name);
    const names = this.topicsWithCollisionChars.get(unified);
    names?.delete(topic.name);
    if (names?.size === 0) this.topicsWithCollisionChars.delete(unified);
    this.reassigning.delete(topicId);
    this.imbalanced.delete(topicId);
    this.configuration.deleteTopicConfigs(topic.name);
    for (const [partitionId, partition] of topic.parts.entries()) {
      for (const brokerId of partition.isr) this.isrs.removeTopic(brokerId, topicId);
      for (const brokerId of partition.elr) this.elrs.removeTopic(brokerId, topicId);
      this.updateDirectories({ topicId, partitionId }, partition.directories, []);
    }
    this.isrs.removeTopic(noLeader, topicId);
  }

  /** Empties the ELRs of one topic, or of all when the name is empty. Like Kafka it leaves the index of ELRs as it is. */
  replayClearElr({ topicName }: RecordFields['ClearElrRecord']): void {
    this.touch();
    const topics = topicName === '' ? [...this.topicsById.values()] : [this.topicByName(topicName)];
    for (const topic of topics) {
      for (const [partitionId, partition] of (topic?.parts ?? []).entries()) {
        if (topic === undefined || (partition.elr.length === 0 && partition.lastKnownElr.length === 0)) continue;
        topic.put(partitionId, partition.merge({ eligibleLeaderReplicas: [], lastKnownElr: [] }));
      }
    }
  }

  private setPartition({ topicId, partitionId }: TopicIdPartition, after: PartitionRegistration): void {
    this.touch();
    const topic = this.topicsById.get(topicId);
    assert(topic !== undefined, 'a partition belongs to a topic');
    const where = { topicId, partitionId };
    const before = topic.parts[partitionId];
    topic.put(partitionId, after);
    const isrBefore = before === undefined ? noMembers : { members: before.isr, leader: before.leader };
    this.isrs.update(where, isrBefore, { members: after.isr, leader: after.leader });
    this.elrs.update(where, { members: before?.elr ?? [], leader: null }, { members: after.elr, leader: null });
    if (before?.directories !== after.directories) this.updateDirectories(where, before?.directories ?? [], after.directories);
    this.updateReassigning(where, before?.isReassigning === true, after.isReassigning);
    this.updateImbalanced(where, !after.hasPreferredLeader);
  }

  private updateDirectories(where: TopicIdPartition, before: readonly string[], after: readonly string[]): void {
    for (const directory of before) if (this.directories.has(directory, where)) this.directories.remove(directory, where, false);
    for (const directory of after) {
      if (!isReservedDirectory(directory) && !this.directories.has(directory, where)) this.directories.add(directory, where, false);
    }
  }

  private updateReassigning({ topicId, partitionId }: TopicIdPartition, was: boolean, is: boolean): void {
    if (was === is) return;
    const known = this.reassigning.get(topicId) ?? [];
    const next = is ? [...known, partitionId] : known.filter((id) => id !== partitionId);
    if (next.length === 0) this.reassigning.delete(topicId);
    else this.reassigning.set(topicId, next);
  }

  private updateImbalanced({ topicId, partitionId }: TopicIdPartition, is: boolean): void {
    const known = this.imbalanced.get(topicId);
    if (is) {
      if (known === undefined) this.imbalanced.set(topicId, new Set([partitionId]));
      else known.add(partitionId);
    } else if (known?.delete(partitionId) === true && known.size === 0) this.imbalanced.delete(topicId);
  }
}
