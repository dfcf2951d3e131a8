import { State } from '../../../kernel/state.ts';
import { assert } from '../../../kernel/units.ts';
import { murmur2, toPositive } from '../../util/murmur2.ts';

/** What a partitioner sees of a topic in the client's metadata. */
export interface TopicPartitions {
  /** How many partitions the topic has. */
  readonly partitionCount: number;
  /** The partitions that have a leader, in the order in which the client's metadata lists them (Cluster.availablePartitionsForTopic). */
  readonly availablePartitions: readonly number[];
}

/** Draws a signed 32-bit integer. Passed to each call rather than kept, because state holds no functions. */
export type NextInt32 = () => number;

/** The partition that currently takes records without a key, and how much it has taken. */
export class StickyPartitionInfo extends State {
  readonly partition: number;
  producedBytes = 0;

  constructor(partition: number) {
    super();
    this.partition = partition;
  }
}

/** The partition of a record with a key: murmur2 of the key's bytes. Source: BuiltInPartitioner.partitionForKey. */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return toPositive(murmur2(key)) % partitionCount;
}

/**
 * Chooses partitions for records without a key: one partition until batch.size bytes went there, then another, at random, and the less
 * often the longer its queue. One for each topic that a producer writes to. Source: BuiltInPartitioner (KIP-794).
 */
export class BuiltInPartitioner extends State {
  /** How many bytes go to a partition before another takes over. */
  private readonly stickyBatchSizeBytes: number;
  /** How often each of `partitionIds` is to be chosen: cumulative weights, the longer a queue the lighter. */
  private readonly cumulativeFrequencyTable: number[] = [];
  private readonly partitionIds: number[] = [];
  /** How many partitions the choice is among; 0: it is uniform, and nothing is known of load. */
  private weightedCount = 0;
  private stickyPartitionInfo: StickyPartitionInfo | null = null;

  constructor(stickyBatchSizeBytes: number) {
    super();
    assert(stickyBatchSizeBytes >= 1, 'stickyBatchSizeBytes is at least 1');
    this.stickyBatchSizeBytes = stickyBatchSizeBytes;
  }

  /** The current sticky partition; null before the first is chosen. */
  get current(): StickyPartitionInfo | null {
    return this.stickyPartitionInfo;
  }

  /** The current sticky partition; the first call chooses it. */
  peekCurrentPartitionInfo(topic: TopicPartitions, nextInt32: NextInt32): StickyPartitionInfo {
    this.stickyPartitionInfo ??= new StickyPartitionInfo(this.nextPartition(topic, nextInt32()));
    return this.stickyPartitionInfo;
  }

  /** Whether another partition has taken over since `info` was peeked. Null: the caller did not use this partitioner. */
  isPartitionChanged(info: StickyPartitionInfo | null): boolean {
    return info !== null && this.stickyPartitionInfo !== info;
  }

  /**
   * Counts appended bytes and switches when the partition has had its share. A caller whose batch is not ready to send disables the switch,
   * so that no small batch is left behind; at twice the share it happens all the same.
   */
  updatePartitionInfo(
    info: StickyPartitionInfo | null,
    appendedBytes: number,
    topic: TopicPartitions,
    { enableSwitch, nextInt32 }: { readonly enableSwitch: boolean; readonly nextInt32: NextInt32 },
  ): void {
    if (info !== null && this.addProducedBytes(info, appendedBytes, enableSwitch)) this.switchPartition(topic, nextInt32());
  }

  /** Counts appended bytes; true when another partition is to take over: the first half of updatePartitionInfo. */
  addProducedBytes(info: StickyPartitionInfo, appendedBytes: number, enableSwitch: boolean): boolean {
    assert(info === this.stickyPartitionInfo, 'only the current sticky partition takes bytes');
    // Java's ints wrap around: with batch.size of a gigabyte or more, twice of it is negative and every append switches.
    info.producedBytes = (info.producedBytes + appendedBytes) | 0;
    const twiceBytes = (this.stickyBatchSizeBytes * 2) | 0;
    return (info.producedBytes >= this.stickyBatchSizeBytes && enableSwitch) || info.producedBytes >= twiceBytes;
  }

  /** Another partition takes over, by a random number: the second half. */
  switchPartition(topic: TopicPartitions, random: number): void {
    this.stickyPartitionInfo = new StickyPartitionInfo(this.nextPartition(topic, random));
  }

  /**
   * Tells how many batches wait for each partition; null turns adaptive choice off. Both lists have an entry for each partition of
   * the topic; only the first `length` entries count, because partitions without a leader, or too slow, are left out.
   */
  updatePartitionLoadStats(queueSizes: readonly number[] | null, partitionIds: readonly number[], length: number): void {
    this.weightedCount = 0;
    if (queueSizes === null || length < 1 || queueSizes.length < 2) return;
    const first = queueSizes[0] ?? 0;
    let isEqual = length === queueSizes.length;
    let sizeMax = 0;
    for (let i = 0; i < length; i++) {
      const size = queueSizes[i] ?? 0;
      if (size !== first) isEqual = false;
      if (size > sizeMax) sizeMax = size;
    }
    // Equal queues need no weights, unless a partition was left out.
    if (isEqual) return;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum += sizeMax + 1 - (queueSizes[i] ?? 0);
      this.cumulativeFrequencyTable[i] = sum;
      this.partitionIds[i] = partitionIds[i] ?? 0;
    }
    this.weightedCount = length;
  }

  /** The end of the range that the adaptive choice draws from; null when the choice is uniform. */
  get loadStatsRangeEnd(): number | null {
    return this.weightedCount === 0 ? null : (this.cumulativeFrequencyTable[this.weightedCount - 1] ?? null);
  }

  private nextPartition(topic: TopicPartitions, drawn: number): number {
    const random = toPositive(drawn);
    const rangeEnd = this.loadStatsRangeEnd;
    if (rangeEnd === null) {
      const { availablePartitions, partitionCount } = topic;
      // Without any leader a record has to wait somewhere: any partition will do.
      return availablePartitions[random % availablePartitions.length] ?? random % partitionCount;
    }
    const weighted = (random >>> 0) % (rangeEnd >>> 0);
    const ends = this.cumulativeFrequencyTable;
    let index = 0;
    while (index < this.weightedCount - 1 && (ends[index] ?? rangeEnd) <= weighted) index++;
    const partition = this.partitionIds[index];
    assert(partition !== undefined, 'a draw below the range end has a partition');
    return partition;
  }
}
