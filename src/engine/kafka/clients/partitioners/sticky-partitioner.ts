import { murmur2, toPositive } from '../../util/murmur2.ts';
import { utf8Bytes } from '../../util/utf8.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { Partitioner } from './partitioner.ts';
import type { PartitionQuestion } from './partitioner.ts';

/**
 * What producers did by themselves from 2.4 to 3.2: keys by murmur2; records without a key stay with one partition until it needs another
 * batch, then go to another one at random. A slow broker's partition fills more batches, and so is given more records.
 * Source: DefaultPartitioner and StickyPartitionCache of 2.4 to 3.2 (KIP-480).
 */
export class StickyPartitioner extends Partitioner {
  private readonly current = new Map<string, number>();

  partition(question: PartitionQuestion, environment: ClientEnvironment): number {
    const { topicName, topic, key } = question;
    if (key !== null) return toPositive(murmur2(utf8Bytes(key))) % topic.partitionCount;
    return this.current.get(topicName) ?? this.next(question, -1, environment);
  }

  override onNewBatch(question: PartitionQuestion, previous: number, environment: ClientEnvironment): boolean {
    if (question.key !== null) return false;
    this.next(question, previous, environment);
    return true;
  }

  /** Another partition for the topic, unless somebody has moved on already. */
  private next({ topicName, topic }: PartitionQuestion, previous: number, environment: ClientEnvironment): number {
    const old = this.current.get(topicName);
    if (old !== undefined && old !== previous) return old;
    const { availablePartitions, partitionCount } = topic;
    const [only] = availablePartitions;
    let chosen = only ?? environment.nextPositiveInt(topicName) % partitionCount;
    if (availablePartitions.length > 1) {
      do chosen = availablePartitions[environment.nextPositiveInt(topicName) % availablePartitions.length] ?? chosen;
      while (chosen === old);
    }
    this.current.set(topicName, chosen);
    return chosen;
  }
}
