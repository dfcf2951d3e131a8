import { murmur2, toPositive } from '../../util/murmur2.ts';
import { utf8Bytes } from '../../util/utf8.ts';
import { Partitioner } from './partitioner.ts';
import type { PartitionQuestion } from './partitioner.ts';

/** Gives each topic's records to its available partitions in turn, with a key or without. Source: RoundRobinPartitioner. */
export class RoundRobinPartitioner extends Partitioner {
  private readonly counters = new Map<string, number>();

  partition({ topicName, topic }: PartitionQuestion): number {
    const next = this.counters.get(topicName) ?? 0;
    this.counters.set(topicName, (next + 1) | 0);
    const turn = toPositive(next);
    return topic.availablePartitions[turn % topic.availablePartitions.length] ?? turn % topic.partitionCount;
  }
}

/** What producers did by themselves up to 2.3: keys by murmur2, records without a key in turn. Source: DefaultPartitioner of 2.3. */
export class OldDefaultPartitioner extends Partitioner {
  private readonly turns = new RoundRobinPartitioner();

  partition(question: PartitionQuestion): number {
    const { key, topic } = question;
    return key === null ? this.turns.partition(question) : toPositive(murmur2(utf8Bytes(key))) % topic.partitionCount;
  }
}
