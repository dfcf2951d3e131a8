import { State } from '../../../kernel/state.ts';
import type { MetadataSnapshot } from '../common/metadata-snapshot.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { RecordAccumulator } from './record-accumulator.ts';

/**
 * Where the rounds over the partitions that one broker leads have come to, with their queues at hand.
 * Source: RecordAccumulator.nodesDrainIndex.
 */
export class NodeDrain extends State {
  readonly nodeId: number;
  /** The place of the partition that was looked at last. */
  index = 0;
  /** The queues of the broker's partitions, in Kafka's order; null: none was known so far. */
  private queues: (PartitionQueue | null)[] = [];
  /** The metadata by which it leads them. */
  private snapshot: MetadataSnapshot | null = null;

  constructor(nodeId: number) {
    super();
    this.nodeId = nodeId;
  }

  /** How many partitions it leads. */
  get partitionCount(): number {
    return this.queues.length;
  }

  /** Begins a round: brings the partitions up to date with the metadata; free when nothing changed. */
  refresh(snapshot: MetadataSnapshot): void {
    if (this.snapshot === snapshot) return;
    this.snapshot = snapshot;
    this.queues = snapshot.partitionsForNode(this.nodeId).map(() => null);
  }

  /** The queue of a partition; null while it has had no record. */
  queueAt(place: number, accumulator: RecordAccumulator): PartitionQueue | null {
    return this.queues[place] ?? this.lookUp(place, accumulator);
  }

  private lookUp(place: number, { topics }: RecordAccumulator): PartitionQueue | null {
    const topicPartition = this.snapshot?.partitionsForNode(this.nodeId)[place];
    if (topicPartition === undefined) return null;
    const queue = topics.get(topicPartition.topic)?.known(topicPartition.partition) ?? null;
    this.queues[place] = queue;
    return queue;
  }
}

/** The one of a broker. */
export function nodeDrainOf({ nodeDrains }: RecordAccumulator, nodeId: number): NodeDrain {
  for (const drain of nodeDrains) if (drain.nodeId === nodeId) return drain;
  const drain = new NodeDrain(nodeId);
  nodeDrains.push(drain);
  return drain;
}
