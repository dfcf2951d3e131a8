import { State } from '../../../kernel/state.ts';
import { toPositive } from '../../util/murmur2.ts';
import type { TopicPartitions } from './built-in-partitioner.ts';

/** Gives each topic's records to its available partitions in turn, with a key or without. Source: RoundRobinPartitioner. */
export class RoundRobinPartitioner extends State {
  private readonly counters = new Map<string, number>();

  /** The partition of the topic's next record. */
  partition(topicName: string, topic: TopicPartitions): number {
    const next = this.counters.get(topicName) ?? 0;
    this.counters.set(topicName, (next + 1) | 0);
    const turn = toPositive(next);
    return topic.availablePartitions[turn % topic.availablePartitions.length] ?? turn % topic.partitionCount;
  }
}
