import { State } from '../../../kernel/state.ts';
import { javaHashMapOrder, javaIntegerHash } from '../../util/java-hash-order.ts';
import type { StickyPartitionInfo, TopicPartitions } from '../partitioners/built-in-partitioner.ts';
import { BuiltInPartitioner } from '../partitioners/built-in-partitioner.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** Batches of one partition that wait to be sent, oldest first; records go into the last one. */
export class PartitionQueue extends State {
  readonly topicPartition: TopicPartition;
  batches: ProducerBatch[] = [];
  /** Batches that were sent and have no answer yet, in the order in which they were sent. */
  inFlight: ProducerBatch[] = [];
  /** Muted while a batch is on its way and max.in.flight is 1: order is guaranteed that way. */
  isMuted = false;
  /** Leader and epoch by the latest metadata; -1 unknown. */
  leaderId = -1;
  leaderEpoch = -1;
  /** The partition's name as a number, for the trace; 0 until it is needed. */
  nameNumber = 0;

  constructor(topicPartition: TopicPartition) {
    super();
    this.topicPartition = topicPartition;
  }

  get first(): ProducerBatch | undefined {
    return this.batches.length === 0 ? undefined : this.batches[0];
  }

  get last(): ProducerBatch | undefined {
    // No index below zero: an array that is read outside its bounds is slow from then on.
    const { length } = this.batches;
    return length === 0 ? undefined : this.batches[length - 1];
  }

  /** True when there is no batch that takes records. */
  get areAllBatchesFull(): boolean {
    return this.last?.isFull ?? true;
  }
}

/** What a producer keeps for one topic. Source: RecordAccumulator.TopicInfo. */
export class TopicQueues extends State {
  readonly topic: string;
  readonly partitioner: BuiltInPartitioner;
  /** By number; null where a partition has had no record. */
  private readonly byPartition: (PartitionQueue | null)[] = [];
  /** Those that there are, in the order in which they came. */
  readonly queues: PartitionQueue[] = [];
  /** In the order of Java's map, which decides which of several expired batches fails first. */
  ordered: PartitionQueue[] = [];
  /** The metadata that `topicPartitions` and the leaders in the queues come from. */
  private snapshot: MetadataSnapshot | null = null;
  /** The topic as a partitioner sees it. */
  topicPartitions: TopicPartitions = { partitionCount: 0, availablePartitions: [] };
  /** How many batches waited for each partition at the latest look; the partitioner is told when it has to choose. */
  readonly queueSizes: number[] = [];
  /** Which partitions those are: all of them in order while each has a leader and none is left out. */
  readonly partitionIds: number[] = [];
  /** Whether each partition that had a record has a leader. */
  haveLeaders = true;
  private loadedCount = -1;
  private isLoadTold = true;

  constructor(topic: string, stickyBatchSizeBytes: number) {
    super();
    this.topic = topic;
    this.partitioner = new BuiltInPartitioner(stickyBatchSizeBytes);
  }

  queue(partition: number): PartitionQueue {
    const known = this.known(partition);
    if (known !== null) return known;
    // What is known of the load is about the partitions that there were.
    this.tellLoad();
    const queue = new PartitionQueue(new TopicPartition(this.topic, partition));
    while (this.byPartition.length <= partition) this.byPartition.push(null);
    this.byPartition[partition] = queue;
    this.queues.push(queue);
    const tableLength = copyOnWriteTableLength(this.queues.length);
    const hashOf = (known: PartitionQueue) => javaIntegerHash(known.topicPartition.partition);
    this.ordered = javaHashMapOrder(this.queues, hashOf, tableLength);
    this.snapshot = null;
    this.queueSizes.push(0);
    this.partitionIds.push(0);
    return queue;
  }

  /** The queue of a partition that has had a record; null: none yet. */
  known(partition: number): PartitionQueue | null {
    return partition < this.byPartition.length ? (this.byPartition[partition] ?? null) : null;
  }

  /** Notes that the first `count` entries of `queueSizes` and `partitionIds` are what is known of the load; -1: choose uniformly. */
  noteLoad(count: number): void {
    this.loadedCount = count;
    this.isLoadTold = false;
  }

  /** Notes how many batches wait now; of which partitions the load is known stays as it was. */
  noteSizes(): void {
    const { ordered, queueSizes } = this;
    let place = 0;
    for (const { batches } of ordered) queueSizes[place++] = batches.length;
    this.isLoadTold = false;
  }

  /** The sticky partition, chosen now if there is none. */
  stickyInfo(environment: ClientEnvironment): StickyPartitionInfo {
    const { current } = this.partitioner;
    if (current !== null) return current;
    this.tellLoad();
    return this.partitioner.peekCurrentPartitionInfo(this.topicPartitions, () => environment.nextPositiveInt(this.topic));
  }

  /** Counts bytes for the sticky partition, which may hand over to another. */
  updateStickyInfo(info: StickyPartitionInfo, appendedBytes: number, enableSwitch: boolean, environment: ClientEnvironment): void {
    const { partitioner } = this;
    if (!partitioner.addProducedBytes(info, appendedBytes, enableSwitch)) return;
    this.tellLoad();
    partitioner.switchPartition(this.topicPartitions, environment.nextPositiveInt(this.topic));
  }

  private tellLoad(): void {
    if (this.isLoadTold) return;
    this.isLoadTold = true;
    this.partitioner.updatePartitionLoadStats(this.loadedCount < 0 ? null : this.queueSizes, this.partitionIds, this.loadedCount);
  }

  /** Brings leaders and partitions up to date with the metadata; free when nothing changed. */
  refresh(snapshot: MetadataSnapshot): void {
    if (this.snapshot === snapshot) return;
    this.snapshot = snapshot;
    this.haveLeaders = true;
    this.ordered.forEach((queue, place) => {
      this.partitionIds[place] = queue.topicPartition.partition;
      queue.leaderId = snapshot.leaderFor(queue.topicPartition);
      if (queue.leaderId < 0) this.haveLeaders = false;
      queue.leaderEpoch = snapshot.leaderEpochFor(queue.topicPartition);
    });
    this.topicPartitions = {
      partitionCount: snapshot.partitionCount(this.topic) ?? 0,
      availablePartitions: snapshot.availablePartitionsForTopic(this.topic),
    };
  }
}

/** The table of a CopyOnWriteMap: each insertion copies the map into one made for the old size, then adds the new key. */
function copyOnWriteTableLength(size: number): number {
  if (size === 1) return 16;
  let length = 1;
  while (length < Math.floor((size - 1) / 0.75 + 1)) length *= 2;
  return length;
}
