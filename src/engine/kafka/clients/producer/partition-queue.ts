import { State } from '../../../kernel/state.ts';
import { javaHashMapOrder, javaIntegerHash } from '../../util/java-hash-order.ts';
import { BuiltInPartitioner, type TopicPartitions } from '../partitioners/built-in-partitioner.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import { TopicPartition } from '../common/topic-partition.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** Batches of one partition that wait to be sent, oldest first; records go into the last one. */
export class PartitionQueue extends State {
  readonly topicPartition: TopicPartition;
  readonly batches: ProducerBatch[] = [];
  /** Muted while a batch is on its way and max.in.flight is 1: order is guaranteed that way. */
  isMuted = false;
  /** Leader and epoch by the latest metadata; -1 unknown. */
  leaderId = -1;
  leaderEpoch = -1;

  constructor(topicPartition: TopicPartition) {
    super();
    this.topicPartition = topicPartition;
  }

  get first(): ProducerBatch | undefined {
    return this.batches[0];
  }

  get last(): ProducerBatch | undefined {
    return this.batches[this.batches.length - 1];
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
  readonly byPartition = new Map<number, PartitionQueue>();
  /** In the order of Java's map, which decides which of several expired batches fails first. */
  ordered: PartitionQueue[] = [];
  /** The metadata that `topicPartitions` and the leaders in the queues come from. */
  private snapshot: MetadataSnapshot | null = null;
  private topicPartitions: TopicPartitions = { partitionCount: 0, availablePartitions: [] };

  constructor(topic: string, stickyBatchSizeBytes: number) {
    super();
    this.topic = topic;
    this.partitioner = new BuiltInPartitioner(stickyBatchSizeBytes);
  }

  queue(partition: number): PartitionQueue {
    const known = this.byPartition.get(partition);
    if (known !== undefined) return known;
    const queue = new PartitionQueue(new TopicPartition(this.topic, partition));
    this.byPartition.set(partition, queue);
    this.ordered = javaHashMapOrder([...this.byPartition.keys()], javaIntegerHash, copyOnWriteTableLength(this.byPartition.size)).map((key) =>
      this.queue(key),
    );
    this.snapshot = null;
    return queue;
  }

  /** Brings leaders up to date with the metadata; free when nothing changed. */
  refresh(snapshot: MetadataSnapshot): void {
    if (this.snapshot === snapshot) return;
    this.snapshot = snapshot;
    for (const queue of this.ordered) {
      queue.leaderId = snapshot.leaderFor(queue.topicPartition);
      queue.leaderEpoch = snapshot.leaderEpochFor(queue.topicPartition);
    }
    this.topicPartitions = {
      partitionCount: snapshot.partitionCount(this.topic) ?? 0,
      availablePartitions: snapshot.availablePartitionsForTopic(this.topic),
    };
  }

  /** The topic as a partitioner sees it. */
  partitionsIn(snapshot: MetadataSnapshot): TopicPartitions {
    this.refresh(snapshot);
    return this.topicPartitions;
  }
}

/** The table of a CopyOnWriteMap: each insertion copies the map into one made for the old size, then adds the new key. */
function copyOnWriteTableLength(size: number): number {
  if (size === 1) return 16;
  let length = 1;
  while (length < Math.floor((size - 1) / 0.75 + 1)) length *= 2;
  return length;
}
